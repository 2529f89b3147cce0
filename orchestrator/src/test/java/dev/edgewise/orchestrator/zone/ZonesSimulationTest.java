package dev.edgewise.orchestrator.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Zones under random demand and random faults: nodes die, hang and fall ill, starts fail, and the
 * orchestrator is killed between any two things that it does.
 */
final class ZonesSimulationTest {
  private static final int SEEDS = 60;
  private static final int STEPS = 300;
  private static final Duration AFTERMATH = Duration.ofMinutes(25);

  static List<Long> seeds() {
    return IntStream.range(0, SEEDS).mapToObj(i -> 7_000L + i).toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void never_above_max_none_started_twice_no_orphan_and_in_the_end_what_is_wanted(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int max = 1 + random.nextInt(5);
    ZoneTemplate template =
        World.template("west1", 0, max, random.nextInt(3) == 0 ? random.nextInt(max) : 0);
    World world = new World(seed, template);
    if (seed % 2 == 0) {
      // Each of its nodes needs a certificate, and there are no more than its max.
      world.numbers = NodeNumbers.of(LongStream.rangeClosed(1, max).boxed().toList(), "");
    }
    for (int step = 0; step < STEPS; step++) {
      disturb(world, random, max);
      world.pass(Duration.ofMillis(200L * (1 + random.nextInt(10))));
      assertThat(world.running().size()).as("processes, step " + step).isLessThanOrEqualTo(max);
      assertThat(known(world)).as("zone's nodes, step " + step).containsAll(world.running());
      assertActiveIsNoMoreThanWanted(world, step);
    }

    world.startsFail = false;
    world.diesAtOnce = false;
    world.diesAfter = -1;
    int wanted = random.nextInt(max + 1);
    world.act(
        world
            .zone("west1")
            .hold(Optional.of(new StoredZone.Hold(wanted, Optional.empty())), world.now()));
    world.pass(AFTERMATH);
    Zone zone = world.zone("west1");
    assertThat(zone.book().count(node -> node.is(NodePhase.READY))).isEqualTo(wanted);
    assertThat(zone.book().count(node -> node.is(NodePhase.WARM)))
        .isEqualTo(Math.min(template.warm(), max - wanted));
    assertThat(world.running()).hasSize(wanted + Math.min(template.warm(), max - wanted));
    assertThat(world.stored()).isEqualTo(world.running());
  }

  private static Set<String> known(World world) {
    Set<String> known = new HashSet<>();
    world.zone("west1").book().nodes().forEach(node -> known.add(node.name()));
    return known;
  }

  private static void assertActiveIsNoMoreThanWanted(World world, int step) {
    // One that has just been started again has not looked yet, and wants nothing.
    int pending = world.diesAfter;
    world.diesAfter = -1;
    world.look();
    world.diesAfter = pending;
    Zone zone = world.zone("west1");
    assertThat(zone.book().count(ZoneNode::isActive))
        .as("nodes that take calls or will, step " + step)
        .isLessThanOrEqualTo(zone.status(world.now()).wanted());
  }

  private static void disturb(World world, SplittableRandom random, int max) {
    Zone zone = world.zone("west1");
    switch (random.nextInt(14)) {
      case 0, 1, 2 -> zone.sized(random.nextInt(max + 1), "a test said so");
      case 3 -> zone.wake("shop.v1.Vision/index", 1 + random.nextInt(9), world.now());
      case 4 -> any(world, random).ifPresent(world::kill);
      case 5 -> any(world, random).ifPresent(world::hang);
      case 6 -> any(world, random).ifPresent(world::sicken);
      case 7 -> any(world, random).ifPresent(world::ignoresStop);
      case 8 -> any(world, random).ifPresent(node -> world.calls(node, random.nextInt(3)));
      case 9 -> world.startsFail = random.nextInt(4) == 0;
      case 10 -> world.diesAtOnce = random.nextInt(4) == 0;
      case 11 -> world.diesAfter = random.nextInt(6);
      case 12 -> world.restart();
      default ->
          world.act(
              zone.hold(
                  random.nextBoolean()
                      ? Optional.empty()
                      : Optional.of(
                          new StoredZone.Hold(
                              random.nextInt(max + 1),
                              Optional.of(world.now().wall().plusSeconds(30)))),
                  world.now()));
    }
  }

  private static Optional<String> any(World world, SplittableRandom random) {
    List<String> running = world.running().stream().sorted().toList();
    return running.isEmpty()
        ? Optional.empty()
        : Optional.of(running.get(random.nextInt(running.size())));
  }
}
