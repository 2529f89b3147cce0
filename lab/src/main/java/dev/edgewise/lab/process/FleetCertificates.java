package dev.edgewise.lab.process;

import dev.edgewise.core.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Certificates of a fleet, issued as its operator would: by {@code edgewise certs}, in a folder
 * where no daemon looks. What an orchestrator is given for its zone's nodes lies elsewhere.
 */
public final class FleetCertificates {
  private final Programs programs;
  private final Path authority;
  private final Path nodes;

  private FleetCertificates(Programs programs, Path folder) {
    this.programs = programs;
    this.authority = folder.resolve("ca");
    this.nodes = folder.resolve("zone-certs");
  }

  /** Makes a CA, and certificates of an orchestrator, an operator and an application. */
  public static FleetCertificates in(Path dist, Path folder)
      throws IOException, InterruptedException {
    FleetCertificates all = new FleetCertificates(new Programs(dist), folder);
    all.certs("init");
    all.certs("issue", "orchestrator", "main");
    all.certs("issue", "operator", "ann");
    all.certs("issue", "client", "application");
    return all;
  }

  /** Issues those of nodes of a zone, {@code first} and on, in the place of what is there. */
  public void nodes(String first, int count, String zone) throws IOException, InterruptedException {
    certs(
        "issue",
        "node",
        first,
        "--count",
        Integer.toString(count),
        "--site",
        zone,
        "--tier",
        "cloud",
        "--to",
        nodes.toString(),
        "--force");
  }

  /** Where those of nodes lie. */
  public Path nodes() {
    return nodes;
  }

  /** The file of a node that an orchestrator starts. */
  public Path node(String name) {
    return nodes.resolve(name + ".pem");
  }

  Path orchestrator() {
    return authority.resolve("main.pem");
  }

  TlsFiles operator() {
    return TlsFiles.in(authority.resolve("ann.pem"));
  }

  TlsFiles application() {
    return TlsFiles.in(authority.resolve("application.pem"));
  }

  private void certs(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(programs.command("cli"));
    command.add("certs");
    command.addAll(List.of(arguments));
    command.addAll(List.of("--folder", authority.toString()));
    Path said = Files.createTempFile(nodes.getParent(), "certs-", ".log");
    int exit =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IOException(
          "edgewise certs " + String.join(" ", arguments) + ": " + Files.readString(said));
    }
  }
}
