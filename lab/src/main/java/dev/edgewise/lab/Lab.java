package dev.edgewise.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs campaigns: {@code edgewise run lab sigterm sigkill orchestrator --rounds 10}. One line a
 * round; exits 1 when one did not hold.
 */
public final class Lab {
  private static final List<Campaign> CAMPAIGNS =
      Stream.<Campaign[]>of(
              AgentFault.values(),
              Flood.values(),
              Outage.values(),
              ConsulAway.values(),
              Partition.values(),
              Balance.values(),
              BrokenBody.values(),
              Hollow.values(),
              BigTensor.values(),
              Hostile.values(),
              Wrong.values(),
              SlowReader.values(),
              Pictures.values(),
              Memory.values(),
              FirstCall.values(),
              ColdFleet.values(),
              ZoneWake.values(),
              ZoneTls.values(),
              ZoneWarm.values(),
              OpenInference.values(),
              TritonRace.values(),
              SemanticHits.values(),
              CacheKill.values(),
              RedisAway.values(),
              ZoneFaults.values(),
              Training.values())
          .flatMap(Stream::of)
          .toList();
  private static final int MAX_ROUNDS = 1_000;

  private Lab() {}

  /** See the class. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length > 0 && arguments[0].equals(GenerationKill.NAME)) {
      System.exit(
          GenerationKill.run(
              dist(),
              Files.createTempDirectory("edgewise-lab-"),
              Arrays.asList(arguments).subList(1, arguments.length)));
    }
    List<Campaign> chosen = new ArrayList<>();
    int rounds = 1;
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (argument.equals("--rounds") && i + 1 < arguments.length) {
        Optional<Integer> count = rounds(arguments[++i]);
        if (count.isEmpty()) {
          usage("--rounds wants 1 to " + MAX_ROUNDS);
        }
        rounds = count.orElseThrow();
      } else {
        Optional<Campaign> campaign = find(argument);
        if (campaign.isEmpty()) {
          usage("there is no campaign " + argument);
        }
        chosen.add(campaign.orElseThrow());
      }
    }
    if (chosen.isEmpty()) {
      usage("no campaign was named");
    }
    System.exit(run(chosen, rounds) ? 0 : 1);
  }

  private static boolean run(List<Campaign> campaigns, int rounds)
      throws IOException, InterruptedException {
    Path dist = dist();
    Path logs = Files.createTempDirectory("edgewise-lab-");
    boolean all = true;
    for (Campaign campaign : campaigns) {
      System.out.println(title(campaign) + ": " + campaign.about());
      int held = 0;
      int skipped = 0;
      for (int round = 1; round <= rounds; round++) {
        Path folder = Files.createDirectories(logs.resolve(title(campaign) + "-" + round));
        Campaign.Verdict verdict = campaign.round(dist, folder);
        skipped += verdict.isSkipped() ? 1 : 0;
        held += verdict.held() && !verdict.isSkipped() ? 1 : 0;
        String word = verdict.held() ? "held    " : "NOT HELD";
        System.out.println(
            "  "
                + round
                + "/"
                + rounds
                + " "
                + (verdict.isSkipped() ? "" : word + " ")
                + verdict.figures());
      }
      System.out.println(
          "  "
              + held
              + " of "
              + rounds
              + " held"
              + (skipped == 0 ? "" : ", " + skipped + " skipped"));
      all &= held + skipped == rounds;
    }
    System.out.println(all ? "all held" : "not all held; the logs are in " + logs);
    return all;
  }

  private static Path dist() {
    return Path.of(System.getProperty("edgewise.dist", "dist")).toAbsolutePath();
  }

  private static Optional<Integer> rounds(String text) {
    try {
      int count = Integer.parseInt(text);
      return count >= 1 && count <= MAX_ROUNDS ? Optional.of(count) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Campaign> find(String name) {
    return CAMPAIGNS.stream().filter(campaign -> title(campaign).equals(name)).findFirst();
  }

  /** As it is typed. */
  private static String title(Campaign campaign) {
    return campaign.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void usage(String problem) {
    System.err.println(
        "EW9001 "
            + problem
            + ". Usage: edgewise run lab CAMPAIGN… [--rounds N], with\n"
            + CAMPAIGNS.stream()
                .map(c -> "  " + title(c) + "  " + c.about())
                .collect(Collectors.joining("\n"))
            + "\n  "
            + GenerationKill.NAME
            + "  kills nodes under running generations; has options of its own, see --help");
    System.exit(2);
  }
}
