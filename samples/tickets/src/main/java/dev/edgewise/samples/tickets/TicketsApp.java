package dev.edgewise.samples.tickets;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.sdk.api.Edgewise;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Buys tickets.
 *
 * <p>Without arguments one, in this JVM. With {@code --orchestrator=HOST:PORT} in the fleet of that
 * orchestrator, whose zones wake for it; with {@code --rate=N} so many buyers come each second
 * until Ctrl-C, and each second tells what was sold, by which nodes.
 *
 * <p>With {@code --events} it obeys the commands {@code buy}, {@code rate N} and {@code stop} on
 * standard input, one a line, until that ends, and tells what happens as JSON, one object a line:
 * so does {@code edgewise demo --scale} use it.
 */
public final class TicketsApp {
  private static final Pattern OPTION =
      Pattern.compile("--(?:orchestrator=.+|rate=[1-9][0-9]{0,2}|events)");

  private TicketsApp() {}

  public static void main(String[] arguments) {
    for (String argument : arguments) {
      if (!OPTION.matcher(argument).matches()) {
        System.err.println(
            "There is no option "
                + argument
                + "; there are --orchestrator=HOST:PORT and --rate=N, N buyers a second (1 to"
                + " 999)");
        System.exit(2);
      }
    }
    Optional<Integer> rate = value("--rate=", arguments).map(Integer::parseInt);
    try (Edgewise eco =
        value("--orchestrator=", arguments)
            .map(orchestrator -> Edgewise.builder().orchestrator(orchestrator).build())
            .orElseGet(Edgewise::local)) {
      if (Stream.of(arguments).anyMatch("--events"::equals)) {
        obey(eco, System.out);
      } else if (rate.isPresent()) {
        sell(eco, rate.get());
      } else {
        Ticket ticket = eco.client(Tickets.class).buy("order-1");
        System.out.println("row " + ticket.row() + ", seat " + ticket.seat());
      }
    } catch (InterruptedException e) {
      // Ctrl-C: it was asked to end.
    } catch (EdgewiseException e) {
      // It says what to do; a stack trace would only hide that.
      System.err.println(e.getMessage());
      System.exit(1);
    } catch (IOException e) {
      // Whoever gave the commands is gone.
    }
  }

  private static Optional<String> value(String option, String[] arguments) {
    return Stream.of(arguments)
        .filter(argument -> argument.startsWith(option))
        .map(argument -> argument.substring(option.length()))
        .findFirst();
  }

  private static void sell(Edgewise eco, int perSecond) throws InterruptedException {
    Till till = new Till();
    try (Buyers buyers = new Buyers(eco, till::add, Clock.system())) {
      buyers.come(perSecond);
      CountDownLatch never = new CountDownLatch(1);
      while (!never.await(1, TimeUnit.SECONDS)) {
        System.out.println(till.take());
      }
    }
  }

  private static void obey(Edgewise eco, PrintStream out) throws IOException, InterruptedException {
    Consumer<String> tell =
        line -> {
          out.println(line);
          out.flush();
        };
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Buyers buyers =
        new Buyers(eco, order -> tell.accept(OrderLine.of(order)), Clock.system())) {
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        obey(line.strip(), buyers, tell);
      }
    }
  }

  private static void obey(String command, Buyers buyers, Consumer<String> tell)
      throws InterruptedException {
    if (command.equals("buy")) {
      buyers.one();
      tell.accept(OrderLine.done("buy"));
    } else if (command.matches("rate [0-9]{1,3}")) {
      buyers.come(Integer.parseInt(command.substring("rate ".length())));
    } else if (command.equals("stop")) {
      buyers.finish();
      tell.accept(OrderLine.done("load"));
    } else {
      tell.accept(OrderLine.trouble("unknown command: " + command));
    }
  }
}
