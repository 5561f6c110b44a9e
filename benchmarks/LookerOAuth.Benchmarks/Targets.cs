using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using BenchmarkDotNet.Reports;

namespace LookerOAuth.Benchmarks;

/// <summary>The project's targets for Core: how much more a request may cost than one of a bare client.</summary>
internal static class Targets
{
    private const double Time = 1.25;
    private const double Bytes = 1.5;

    public static void Print(IEnumerable<Summary> summaries)
    {
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Core / bare, medians; the targets are {Time}x time and {Bytes}x bytes"));
        foreach (Summary summary in summaries)
        {
            foreach (IGrouping<string, BenchmarkReport> pair in summary.Reports
                .Where(report => report.ResultStatistics is not null)
                .GroupBy(report => report.BenchmarkCase.Descriptor.Categories[0]))
            {
                if (pair.FirstOrDefault(report => report.BenchmarkCase.Descriptor.Baseline) is { } bare
                    && pair.FirstOrDefault(report => !report.BenchmarkCase.Descriptor.Baseline) is { } core)
                {
                    double time = core.ResultStatistics!.Median / bare.ResultStatistics!.Median;
                    double bytes = (double)BytesOf(core) / BytesOf(bare);
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{core.BenchmarkCase.Descriptor.Type.Name,-10} {pair.Key,-14} time {time,5:0.00}x {Verdict(time <= Time),-6} bytes {bytes,5:0.00}x {Verdict(bytes <= Bytes)}"));
                }
            }
        }
    }

    private static long BytesOf(BenchmarkReport report) => report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;

    private static string Verdict(bool isMet) => isMet ? "met" : "missed";
}
