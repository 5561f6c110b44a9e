using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using LookerOAuth.Benchmarks;
using Perfolizer.Horology;

if (args is ["--serve", .. string[] options])
{
    // For Race.ps1: the server of these benchmarks in a process of its own, until the input ends. "--serve https 50": over TLS, on a line of 50 ms.
    TimeSpan roundTrip = TimeSpan.FromMilliseconds(options.Length > 1 ? int.Parse(options[1], CultureInfo.InvariantCulture) : 0);
    using LoopbackServer server = new(isSecure: options is ["https", ..], roundTrip);
    Console.WriteLine(server.Start());
    _ = Console.In.ReadLine();
    return 0;
}

// Both sides run in this process, one after the other, for a bounded time: the whole takes about two minutes.
Job job = Job.Default
    .WithToolchain(new InProcessEmitToolchain(new()))
    .WithIterationTime(TimeInterval.FromMilliseconds(250))
    .WithWarmupCount(4)
    .WithIterationCount(12);
ManualConfig config = ManualConfig.CreateEmpty()
    .AddJob(job)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddColumn(StatisticColumn.Median)
    .AddLogger(ConsoleLogger.Default)
    .AddExporter(MarkdownExporter.GitHub)
    .WithOptions(ConfigOptions.DisableLogFile);
List<Summary> summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Length > 0 ? args : ["--filter", "*"], config)];

Targets.Print(summaries);
return summaries.Count > 0 && summaries.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)) ? 0 : 1;
