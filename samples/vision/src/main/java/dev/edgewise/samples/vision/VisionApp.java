package dev.edgewise.samples.vision;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.api.Edgewise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/**
 * Finds the faces in the bundled pictures, then makes an album of them.
 *
 * <p>Without arguments everything runs in this JVM. With {@code --orchestrator=HOST:PORT} the calls
 * go to the fleet of that orchestrator, narrowed by {@code --edge=NAME} (repeatable) and {@code
 * --zone=NAME}; {@code --edge=NAME=HOST:PORT} and {@code --zone=NAME=HOST:PORT} name nodes without
 * any orchestrator. The code is the same. With {@code --load} it then goes on calling until Ctrl-C,
 * and says each second where the calls went.
 *
 * <p>With {@code --events} it obeys the commands {@code pictures}, {@code load} and {@code stop} on
 * standard input, one a line, until that ends, and tells what happens as JSON, one object a line:
 * so does {@code edgewise demo} use it.
 */
public final class VisionApp {
  private static final int BEST_FACES = 10;
  private static final Pattern OPTION =
      Pattern.compile("--(?:(?:orchestrator|edge|zone)=.+|load|events)");

  private final Edgewise eco;
  private final Story story;

  private VisionApp(Edgewise eco, Story story) {
    this.eco = eco;
    this.story = story;
  }

  public static void main(String[] arguments) {
    for (String argument : arguments) {
      if (!OPTION.matcher(argument).matches()) {
        System.err.println(
            "There is no option "
                + argument
                + "; there are --orchestrator=HOST:PORT, --edge=NAME, --zone=NAME and --load");
        System.exit(2);
      }
    }
    boolean events = List.of(arguments).contains("--events");
    Story story = events ? new EventStory(System.out) : new TextStory(System.out);
    try (Edgewise eco = connect(arguments)) {
      VisionApp app = new VisionApp(eco, story);
      if (events) {
        app.obey(values("--edge=", arguments).size() + values("--zone=", arguments).size());
      } else {
        app.pictures();
        if (List.of(arguments).contains("--load")) {
          app.loadUntilInterrupted();
        }
      }
    } catch (InterruptedException e) {
      // Ctrl-C: it was asked to end.
    } catch (EdgewiseException e) {
      // It says what to do; a stack trace would only hide that.
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static List<String> values(String option, String[] arguments) {
    List<String> values = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.startsWith(option)) {
        values.add(argument.substring(option.length()));
      }
    }
    return values;
  }

  private static Edgewise connect(String[] arguments) {
    List<String> edges = values("--edge=", arguments);
    List<String> zones = values("--zone=", arguments);
    List<String> orchestrators = values("--orchestrator=", arguments);
    if (edges.isEmpty() && zones.isEmpty() && orchestrators.isEmpty()) {
      return Edgewise.local();
    }
    Edgewise.Builder builder = Edgewise.builder().edgeNodes(edges.toArray(new String[0]));
    zones.forEach(builder::cloudZone);
    orchestrators.forEach(builder::orchestrator);
    return builder.build();
  }

  private void pictures() {
    List<Frame> frames = Bundled.frames();
    for (Frame frame : frames) {
      Outcome<Faces> outcome = eco.call(Vision.class, vision -> vision.detect(frame));
      story.picture(frame, outcome);
    }
    story.album(eco.call(Vision.class, vision -> vision.index(frames, BEST_FACES)));
  }

  private void loadUntilInterrupted() throws InterruptedException {
    try (Load load = new Load(eco, story, Clock.system())) {
      load.start();
      new CountDownLatch(1).await();
    }
  }

  /**
   * Returns when the parent has no more to say.
   *
   * @param places how many nodes and zones were named: each is expected to answer
   */
  private void obey(int places) {
    Commands commands = Commands.from(System.in);
    try (NodeWatch watch = NodeWatch.start(eco, story, Clock.system());
        Load load = new Load(eco, story, Clock.system())) {
      watch.awaitAll(places);
      while (true) {
        obey(commands.next(), load);
      }
    } catch (InterruptedException e) {
      // That was the end of the commands.
    } catch (EdgewiseException e) {
      if (e.code() != ErrorCode.CANCELLED) {
        throw e;
      }
    }
  }

  private void obey(String command, Load load) throws InterruptedException {
    switch (command) {
      case "pictures" -> {
        pictures();
        story.done("pictures");
      }
      case "load" -> load.start();
      case "stop" -> {
        load.stop();
        story.done("load");
      }
      default -> story.trouble("unknown command: " + command);
    }
  }
}
