using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class ApiKeyRotationFaultTests
{
    private static readonly KeyServerFault[] Faults = [.. Enum.GetValues<KeyServerFault>().Where(f => f != KeyServerFault.None)];

    /// <summary>Each fault at each request, alone, and with another at each later one, and with all that follow.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    public async Task No_fault_at_any_step_leaves_nobody_with_a_key_or_a_key_without_a_name(int retries, bool storeWorks)
    {
        int ended = 0;
        for (int first = 1; first < 12; first++)
        {
            for (int second = first; second < 16; second++)
            {
                foreach (KeyServerFault fault in Faults)
                {
                    int one = first, other = second;
                    await Check((n, _) => n == one || n == other ? fault : KeyServerFault.None, $"{fault} at {first} and {second}");
                    await Check((n, _) => n >= one && n <= other ? fault : KeyServerFault.None, $"{fault} from {first} to {second}");
                    ended += 2;
                }
            }
        }

        Assert.Equal(11 * 10 * Faults.Length * 2, ended);

        async Task Check(Func<int, SentRequest, KeyServerFault> faults, string what)
        {
            using Rotation rotation = new(faults, o => o with { MaximumRetryCount = retries });
            if (!storeWorks)
            {
                rotation.Store = (_, _, _) => throw new InvalidOperationException("Full.");
            }

            string told = "";
            try
            {
                LookerApiKeyRotation result = await rotation.Run().WaitAsync(TimeSpan.FromSeconds(30));
                told = result.Failure?.Message ?? "";
                Assert.True(result.OldRemoved || told.Length > 0, what);
                Assert.True(storeWorks && rotation.Stored == result.NewClientId, what);
            }
            catch (LookerApiException e)
            {
                told = e.Message;
                Assert.True(rotation.Stored == TestLooker.ClientId, what);
                Assert.DoesNotContain("made-up-secret", e.ToString(), StringComparison.Ordinal);
            }

            Assert.True(rotation.Broken is null, $"{what}: {rotation.Broken}");
            IEnumerable<string> unnamed = rotation.Server.Keys
                .Where(k => k.ClientId != rotation.Stored && k.ClientId != TestLooker.ClientId && !told.Contains($"'{k.ClientId}'", StringComparison.Ordinal))
                .Select(k => k.ClientId);
            Assert.True(!unnamed.Any() || told.Contains("cannot be determined", StringComparison.Ordinal), $"{what}: {string.Join(", ", unnamed)} is not in: {told}");
            bool oldIsLeft = rotation.Stored != TestLooker.ClientId && rotation.Server.Keys.Any(k => k.ClientId == TestLooker.ClientId);
            Assert.True(!oldIsLeft || told.Contains($"'{TestLooker.ClientId}'", StringComparison.Ordinal), $"{what}: the old key is not in: {told}");
            Assert.DoesNotContain("made-up-secret", rotation.Looker.Observer.AllText, StringComparison.Ordinal);
        }
    }
}
