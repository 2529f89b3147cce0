package dev.edgewise.cli.cache;

import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.wire.operator.CacheClient;
import dev.edgewise.sdk.wire.operator.CacheStatus;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What nodes keep of what they answered. */
@Command(
    name = "cache",
    synopsisSubcommandLabel = "ls|show|evict|audit",
    description = {
      "Shows and empties what nodes keep of their answers.",
      "",
      "A node keeps answers of methods marked @Cached, and of models whose callers ask for it."
          + " Where what only means alike is answered too, the share of such hits that were wrong"
          + " stands beside every hit rate, with its 95 %% interval."
    },
    footer = {
      "",
      "Example:",
      "  edgewise cache ls",
      "  edgewise cache show --method edgewise.models.v1.captions/Nearest",
      "  edgewise cache audit        computes the last similar hits once more",
      "  edgewise cache evict --tenant shop-7"
    })
public final class CacheCommand {
  /** Whose entries are meant; all when nothing is said. */
  static final class Whose {
    @Option(names = "--tenant", paramLabel = "NAME", description = "Only of this tenant.")
    private String tenant = "";

    @Option(
        names = "--method",
        paramLabel = "SERVICE/METHOD",
        description = "Only of this method, by its full name.")
    private String method = "";
  }

  @Command(
      name = "ls",
      description = {
        "Lists by node what is kept: hit rate and false-hit rate by method, tenant and label, and"
            + " where it lies.",
        "",
        "HITS is the share of calls that nothing was computed for; SIMILAR those that were answered"
            + " with an answer to what means alike; FALSE HITS the share of checked similar hits"
            + " that were wrong, with its 95 %% interval."
      },
      footer = {
        "",
        "Example:",
        "  edgewise cache ls",
        "  edgewise cache ls --node west1-a -o json"
      })
  public static final class Ls extends CacheQuestion<CacheStatus> {
    public Ls(Shell shell) {
      super(shell);
    }

    @Override
    CacheStatus ask(CacheClient client) {
      return client.list(TIMEOUT);
    }

    @Override
    String text(List<CachedNode<CacheStatus>> answers) {
      return CacheText.list(answers);
    }

    @Override
    String json(List<CachedNode<CacheStatus>> answers) {
      return CacheJson.list(answers);
    }
  }

  @Command(
      name = "show",
      description = {
        "Shows entries, those that are worth most to keep first.",
        "",
        "Of what was asked only texts are shown, and none of confidential calls; answers never are."
      },
      footer = {
        "",
        "Example:",
        "  edgewise cache show --tenant shop-7",
        "  edgewise cache show --node west1-a --most 10 -o json"
      })
  public static final class Show extends CacheQuestion<List<CacheStatus.Entry>> {
    @Mixin private Whose whose = new Whose();

    @Option(
        names = "--most",
        paramLabel = "N",
        description = "So many of each node, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int most = 20;

    public Show(Shell shell) {
      super(shell);
    }

    @Override
    void check() {
      inRange("--most", most, 1_000);
    }

    @Override
    List<CacheStatus.Entry> ask(CacheClient client) {
      return client.show(whose.tenant, whose.method, most, TIMEOUT);
    }

    @Override
    String text(List<CachedNode<List<CacheStatus.Entry>>> answers) {
      return CacheText.entries(answers);
    }

    @Override
    String json(List<CachedNode<List<CacheStatus.Entry>>> answers) {
      return CacheJson.entries(answers);
    }
  }

  @Command(
      name = "evict",
      description = {
        "Forgets entries: all that have in common what is named.",
        "",
        "A tier that nodes share is emptied of them too. What is being computed now is kept when it"
            + " is done. Nothing need be evicted after a roll-out: another jar or model has other"
            + " entries."
      },
      footer = {
        "",
        "Example:",
        "  edgewise cache evict --method shop.v1.Prices/price",
        "  edgewise cache evict --tenant shop-7 --node west1-a",
        "  edgewise cache evict --all"
      })
  public static final class Evict extends CacheQuestion<Long> {
    @Option(
        names = "--key",
        paramLabel = "KEY",
        description = "The entry of this key, 64 hexadecimal digits, as 'cache show' has it.")
    private String key = "";

    @Mixin private Whose whose = new Whose();

    @Option(names = "--all", description = "All entries.")
    private boolean all;

    public Evict(Shell shell) {
      super(shell);
    }

    @Override
    void check() {
      boolean some = !key.isEmpty() || !whose.tenant.isEmpty() || !whose.method.isEmpty();
      if (some == all) {
        throw new Problem(
                ErrorCode.BAD_USAGE,
                all
                    ? "--all goes with no --key, --tenant or --method"
                    : "nothing says what to forget",
                "",
                "name a --key, a --tenant or a --method, or say --all")
            .failure();
      }
      if (!key.isEmpty() && !key.matches("[0-9a-f]{64}")) {
        throw new Problem(
                ErrorCode.BAD_USAGE,
                "--key is no key",
                "a key has 64 hexadecimal digits in lower case",
                "'edgewise cache show' lists keys")
            .failure();
      }
    }

    @Override
    Long ask(CacheClient client) {
      return client.evict(key, whose.tenant, whose.method, all, TIMEOUT);
    }

    @Override
    String text(List<CachedNode<Long>> answers) {
      return CacheText.evicted(answers);
    }

    @Override
    String json(List<CachedNode<Long>> answers) {
      return CacheJson.evicted(answers);
    }
  }

  @Command(
      name = "audit",
      description = {
        "Lets nodes compute the answers of their last similar hits once more, and tells how many"
            + " were wrong.",
        "",
        "Each hit is judged once, so a second audit soon after has nothing to do. What comes out"
            + " counts as checks that the cache makes by itself: too many wrong ones and it serves"
            + " no more of them."
      },
      footer = {
        "",
        "Example:",
        "  edgewise cache audit",
        "  edgewise cache audit --most 64 -o json"
      })
  public static final class Audit extends CacheQuestion<CacheStatus.Audit> {
    /** Hits are computed one after the other. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Option(
        names = "--most",
        paramLabel = "N",
        description = "So many hits of each node, 1 to 64 (default: ${DEFAULT-VALUE}).")
    private int most = 20;

    public Audit(Shell shell) {
      super(shell);
    }

    @Override
    void check() {
      inRange("--most", most, 64);
    }

    @Override
    CacheStatus.Audit ask(CacheClient client) {
      return client.audit(most, PATIENCE);
    }

    @Override
    String text(List<CachedNode<CacheStatus.Audit>> answers) {
      return CacheText.audits(answers);
    }

    @Override
    String json(List<CachedNode<CacheStatus.Audit>> answers) {
      return CacheJson.audits(answers);
    }
  }

  private static void inRange(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new Problem(
              ErrorCode.BAD_USAGE,
              option + " " + value + " is out of range",
              "it takes 1 to " + most,
              "give such a number, or leave it out")
          .failure();
    }
  }
}
