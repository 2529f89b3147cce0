package dev.edgewise.agent.training;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.training.JobCheckpoint;
import dev.edgewise.core.training.NamedContent;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings the checkpoints of a rank to the store beside its run, the newest alone: each is copied
 * while its script waits to be heard, so that it may overwrite its own. Thread-safe.
 */
final class CheckpointSender {
  private static final Logger LOG = System.getLogger(CheckpointSender.class.getName());

  private final RankFolder folder;
  private final Courier courier;
  private final Consumer<JobCheckpoint> onSent;

  private @Nullable Copy next;
  private @Nullable Copy current;
  private long copies;
  private CountDownLatch idle = new CountDownLatch(0);

  /** A checkpoint that is complete. */
  private record Copy(long step, String name, Path file) {}

  CheckpointSender(RankFolder folder, Courier courier, Consumer<JobCheckpoint> onSent) {
    this.folder = requireNonNull(folder, "folder");
    this.courier = requireNonNull(courier, "courier");
    this.onSent = requireNonNull(onSent, "onSent");
  }

  /**
   * Takes a checkpoint.
   *
   * @return why it cannot be taken, for the rank's log; empty when it is
   */
  Optional<String> take(long step, String name) {
    Path file = folder.checkpoints().resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of("there is no file " + name + " in EDGEWISE_TRAINING_CHECKPOINTS");
    }
    try {
      synchronized (this) {
        Path copy = folder.sending().resolve(++copies + "");
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        if (next != null) {
          Files.deleteIfExists(next.file());
        }
        next = new Copy(step, name, copy);
        if (current == null) {
          idle = new CountDownLatch(1);
          begin();
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(name + " cannot be copied: " + e);
    }
  }

  private void begin() {
    current = next;
    next = null;
    Copy copy = requireNonNull(current);
    Thread unused = Thread.ofVirtual().name("edgewise-checkpoint").start(() -> send(copy));
  }

  private void send(Copy copy) {
    try {
      NamedContent content = courier.send(copy.file(), copy.name());
      onSent.accept(new JobCheckpoint(copy.step(), content));
    } catch (IOException | EdgewiseException e) {
      LOG.log(Level.WARNING, "the checkpoint of step " + copy.step() + " was not kept: " + e);
    }
    synchronized (this) {
      try {
        Files.deleteIfExists(copy.file());
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "its folder is removed with it: " + e);
      }
      current = null;
      if (next == null) {
        idle.countDown();
      } else {
        begin();
      }
    }
  }

  /** Waits until what was taken has been brought, or could not be. */
  void await(long millis) throws InterruptedException {
    CountDownLatch last;
    synchronized (this) {
      last = idle;
    }
    boolean unused = last.await(millis, TimeUnit.MILLISECONDS);
  }
}
