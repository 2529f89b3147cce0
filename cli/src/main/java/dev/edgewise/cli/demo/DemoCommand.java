package dev.edgewise.cli.demo;

import dev.edgewise.cli.certs.LocalCertificates;
import dev.edgewise.cli.daemon.Children;
import dev.edgewise.cli.shell.Dist;
import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.Folders;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.Output;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description = {
      "Shows on this machine what Edgewise does.",
      "",
      "Starts an orchestrator, two edge agents and a cloud agent, then an application that finds"
          + " faces in pictures. Under load, one agent is slowed down, and the orchestrator and an"
          + " agent are killed with kill -9; no call fails. Takes about a minute and leaves no"
          + " process behind.",
      "",
      "With --scale another story: a zone without a node, an order that wakes it, a sale with"
          + " thirty times as many, and back to no node; each node that starts or ends says why."
          + " Takes a minute and a half."
    },
    footer = {
      "",
      "Example:",
      "  edgewise demo",
      "  edgewise demo -o json > demo.json",
      "  edgewise demo --scale    a zone from zero, a sale, and back to zero",
      "  edgewise demo --keep     and then look at the page, until Ctrl-C",
      "  edgewise demo --tls      the same as on a network of strangers"
    })
public final class DemoCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(
      names = "--scale",
      description = "Shows a zone that sizes itself, from zero nodes to zero nodes.")
  private boolean scale;

  @Option(
      names = "--keep",
      description = "Keep what is left of the fleet running, and calls going, until Ctrl-C.")
  private boolean keepRunning;

  @Option(
      names = "--tls",
      description =
          "With certificates of a CA that is made for this demo alone: everything is asked who it"
              + " is, and speaks TLS.")
  private boolean tls;

  @Mixin private Output output = new Output();

  public DemoCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    // Before anything lies about that would have to be tidied up.
    Dist dist = shell.requireDist();
    Path folder = Files.createTempDirectory("edgewise-demo-");
    AtomicBoolean keep = new AtomicBoolean();
    Consumer<Boolean> tidy =
        interrupted -> {
          if (interrupted || !keep.get()) {
            Folders.delete(folder);
          }
        };
    try (Children children = Children.open(shell.clock(), tidy)) {
      try {
        Optional<LocalCertificates> certificates =
            tls
                ? Optional.of(LocalCertificates.in(folder.resolve("certs"), shell))
                : Optional.empty();
        DemoScript demo =
            scale
                ? new ScaleDemo(shell, dist, folder, children, certificates)
                : new Demo(shell, dist, folder, children, certificates);
        DemoScript.Told told = demo.run();
        List<String> broken = told.broken();
        keep.set(!broken.isEmpty());
        print(told);
        if (keepRunning) {
          demo.keepBusy();
          shell.progress("the fleet runs on until Ctrl-C; its page is " + demo.page());
          new CountDownLatch(1).await();
        }
        if (broken.isEmpty()) {
          return ExitCode.OK.value();
        }
        shell.err().print(problem(broken, folder).text());
        return ExitCode.FAILED.value();
      } catch (RuntimeException e) {
        keep.set(true);
        throw e;
      }
    }
  }

  private void print(DemoScript.Told told) {
    shell.out().print(output.isJson() ? Json.of(told.document()) + "\n" : told.text());
    shell.out().flush();
  }

  private static Problem problem(List<String> broken, Path folder) {
    return new Problem(
        ErrorCode.COMMAND_FAILED,
        "the demo did not show what it promises: " + String.join("; ", broken),
        "either the machine was too busy, or this is a defect",
        "run it again; the logs of this run are in " + folder);
  }
}
