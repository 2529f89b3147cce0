package dev.edgewise.lab.scale;

/**
 * Knative's pod autoscaler, all settings as they come: each 2 s the ceiling of mean concurrency ÷
 * target over a stable window of 60 s; when that of the last 6 s asks for twice the nodes that are
 * ready, panic: only more, until 60 s have passed without such a wish. At most halved at a time. To
 * nothing after a stable window without calls and a grace of 30 s; the activator, which holds calls
 * meanwhile, wakes it at once.
 *
 * <p>Source: knative/serving, {@code pkg/autoscaler/scaling/autoscaler.go}, {@code
 * pkg/reconciler/autoscaling/kpa/scaler.go}, {@code config/core/configmaps/autoscaler.yaml}.
 */
final class Kpa implements Policy {
  private static final int TICK = 2;
  private static final int STABLE = 60;
  private static final int PANIC = 6;
  private static final double PANIC_THRESHOLD = 2;
  private static final double MOST_UP = 1_000;
  private static final double MOST_DOWN = 2;
  private static final double GRACE = 30;

  private final double target;

  /** Concurrency of the last ticks; a ring. */
  private final double[] recent = new double[STABLE / TICK];

  private int ticks;
  private double panicking = Double.NaN;
  private int mostInPanic;
  private double emptySince = Double.NaN;
  private boolean asleep = true;
  private int wanted;

  /**
   * A setting.
   *
   * @param target mean concurrency that a node is to have
   */
  Kpa(double target) {
    this.target = target;
  }

  @Override
  public double period() {
    return TICK;
  }

  @Override
  public boolean wakes() {
    return true;
  }

  @Override
  public int wanted(Seen seen) {
    if (asleep) {
      if (seen.inFlight + seen.queued + seen.arrived == 0) {
        return 0;
      }
      // Windows begin with the first call: they are averaged over what they have.
      asleep = false;
      ticks = 0;
      panicking = Double.NaN;
      mostInPanic = 0;
      recent[ticks++] = Math.max(seen.inFlight + seen.queued, 1);
    } else {
      recent[ticks++ % recent.length] = seen.concurrency;
    }
    int desired = desired(seen);
    if (desired > 0) {
      emptySince = Double.NaN;
      wanted = desired;
      return wanted;
    }
    emptySince = Double.isNaN(emptySince) ? seen.now : emptySince;
    if (seen.now - emptySince >= GRACE) {
      asleep = true;
      emptySince = Double.NaN;
      wanted = 0;
    } else {
      wanted = 1;
    }
    return wanted;
  }

  private int desired(Seen seen) {
    double ready = Math.max(1, seen.ready);
    double stable = Math.ceil(mean(STABLE) / target - 1e-9);
    double panic = Math.ceil(mean(PANIC) / target - 1e-9);
    double most = Math.ceil(MOST_UP * ready);
    double least = Math.floor(ready / MOST_DOWN);
    int calm = (int) Math.min(Math.max(stable, least), most);
    int alarmed = (int) Math.min(Math.max(panic, least), most);
    boolean over = panic / ready >= PANIC_THRESHOLD;
    if (over) {
      panicking = seen.now;
    } else if (!Double.isNaN(panicking) && seen.now - panicking > STABLE) {
      panicking = Double.NaN;
      mostInPanic = 0;
    }
    if (Double.isNaN(panicking)) {
      return calm;
    }
    mostInPanic = Math.max(mostInPanic, Math.max(calm, alarmed));
    return mostInPanic;
  }

  private double mean(int window) {
    int known = Math.min(Math.min(window / TICK, recent.length), ticks);
    double sum = 0;
    for (int i = 1; i <= known; i++) {
      sum += recent[(ticks - i) % recent.length];
    }
    return sum / known;
  }
}
