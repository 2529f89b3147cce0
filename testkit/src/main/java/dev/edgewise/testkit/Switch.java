package dev.edgewise.testkit;

import dev.edgewise.sdk.link.Link;
import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with a node right now, and who must learn when that changes. Thread-safe; callbacks
 * run on the thread that throws the switch, without the lock.
 */
final class Switch {
  enum State {
    WELL,
    /** The process is gone: connections break and are refused. */
    CRASHED,
    /** The process is stopped: connections stand, nothing is answered. */
    PAUSED
  }

  private State state = State.WELL;
  private final List<Link.Listener> listeners = new ArrayList<>();
  private final List<Runnable> onCrash = new ArrayList<>();
  private final List<Runnable> held = new ArrayList<>();

  synchronized State state() {
    return state;
  }

  synchronized void listener(Link.Listener listener) {
    listeners.add(listener);
  }

  /** Notes what must happen to something that is under way when the node crashes. */
  synchronized void onCrash(Runnable action) {
    onCrash.add(action);
  }

  synchronized void done(Runnable action) {
    onCrash.remove(action);
  }

  /** Runs an answer now, or, while the node is paused, when it wakes; never when it has crashed. */
  void deliver(Runnable answer) {
    synchronized (this) {
      if (state == State.PAUSED) {
        held.add(answer);
        return;
      }
      if (state == State.CRASHED) {
        return;
      }
    }
    answer.run();
  }

  void crash() {
    List<Runnable> actions;
    List<Link.Listener> tell;
    synchronized (this) {
      state = State.CRASHED;
      actions = List.copyOf(onCrash);
      onCrash.clear();
      held.clear();
      tell = List.copyOf(listeners);
    }
    tell.forEach(listener -> listener.disconnected("the node crashed"));
    actions.forEach(Runnable::run);
  }

  synchronized void pause() {
    state = State.PAUSED;
  }

  void heal() {
    List<Runnable> answers;
    List<Link.Listener> tell;
    synchronized (this) {
      boolean wasCrashed = state == State.CRASHED;
      state = State.WELL;
      answers = List.copyOf(held);
      held.clear();
      tell = wasCrashed ? List.copyOf(listeners) : List.of();
    }
    tell.forEach(Link.Listener::connected);
    answers.forEach(Runnable::run);
  }
}
