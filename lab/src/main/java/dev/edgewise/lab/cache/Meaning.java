package dev.edgewise.lab.cache;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a question means: two questions mean the same exactly when this is equal.
 *
 * @param family of it
 * @param values an index for each slot
 */
record Meaning(Family family, List<Integer> values) {
  Meaning {
    values = List.copyOf(values);
  }

  /** Another meaning that is easily taken for this one, and in what it differs. */
  record Trap(Meaning meaning, Kind kind) {}

  static Meaning any(Family family, RandomGenerator random) {
    List<Integer> values = new ArrayList<>();
    for (int slot = 0; slot < family.slots().size(); slot++) {
      values.add(other(family, values, slot, random));
    }
    return new Meaning(family, values);
  }

  /** Whether it is of a part of all meanings, the same in each run. */
  boolean isOneIn(int parts) {
    return Math.floorMod((family.name() + values).hashCode(), parts) == 0;
  }

  /** One way to ask for it, as somebody might type it. */
  String ask(RandomGenerator random) {
    return Typing.of(family.ways().get(random.nextInt(family.ways().size())), this, random);
  }

  /** Another way to ask for it than a text that has been asked; the same when there is none. */
  String askOtherwise(String than, RandomGenerator random) {
    String text = than;
    for (int i = 0; i < 20 && text.equalsIgnoreCase(than); i++) {
      text = ask(random);
    }
    return text;
  }

  /** What fills a slot, in one of its forms. */
  String form(int slot, RandomGenerator random) {
    List<String> forms = family.slots().get(slot).values().get(values.get(slot));
    return forms.get(random.nextInt(forms.size()));
  }

  /** Differs from this in one slot, or has two slots swapped. */
  Trap trap(RandomGenerator random) {
    List<List<Integer>> pairs = swappable();
    if (!pairs.isEmpty() && random.nextInt(3) == 0) {
      List<Integer> pair = pairs.get(random.nextInt(pairs.size()));
      List<Integer> swapped = new ArrayList<>(values);
      Collections.swap(swapped, pair.getFirst(), pair.getLast());
      return new Trap(new Meaning(family, swapped), Kind.ORDER);
    }
    int slot = random.nextInt(family.slots().size());
    List<Integer> changed = new ArrayList<>(values);
    changed.set(slot, other(family, changed, slot, random));
    return new Trap(new Meaning(family, changed), family.slots().get(slot).kind());
  }

  /** Pairs of slots over one list, whose swap is always another meaning. */
  private List<List<Integer>> swappable() {
    List<List<Integer>> pairs = new ArrayList<>();
    List<Family.Slot> slots = family.slots();
    for (int i = 0; i < slots.size(); i++) {
      for (int j = i + 1; j < slots.size(); j++) {
        // A sum is the same either way, and a number of shares is not a temperature.
        if (slots.get(i).source().equals(slots.get(j).source())
            && slots.get(i).kind() != Kind.NUMBER) {
          pairs.add(List.of(i, j));
        }
      }
    }
    return pairs;
  }

  /** A value for a slot that neither it nor a slot over the same list has yet. */
  private static int other(Family family, List<Integer> taken, int slot, RandomGenerator random) {
    List<Family.Slot> slots = family.slots();
    String source = slots.get(slot).source();
    while (true) {
      int value = random.nextInt(slots.get(slot).values().size());
      boolean free = true;
      for (int i = 0; i < taken.size(); i++) {
        free &= !(slots.get(i).source().equals(source) && taken.get(i) == value);
      }
      if (free) {
        return value;
      }
    }
  }
}
