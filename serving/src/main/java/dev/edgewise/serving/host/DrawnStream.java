package dev.edgewise.serving.host;

import dev.edgewise.core.Clock;
import dev.edgewise.core.model.Generation;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.model.DrawEvent;
import dev.edgewise.sdk.spi.model.GenerateResponse;
import dev.edgewise.sdk.spi.model.Preview;
import dev.edgewise.serving.pipeline.CheckpointPace;
import dev.edgewise.serving.pipeline.PictureState;
import dev.edgewise.serving.pipeline.PictureTerms;
import dev.edgewise.serving.pipeline.PreviewPoints;
import dev.edgewise.serving.pipeline.Sketch;
import java.time.Duration;

/** One stream of pictures: what its caller is shown after which step, and what is kept of it. */
final class DrawnStream implements PictureTerms.Progress {
  private final Generation<PictureState, DrawEvent> generation;
  private final ItemSink sink;
  private final PreviewPoints previews;
  private final CheckpointPace pace;
  private final Clock clock;
  private final int doneElsewhere;
  private final long began;
  private long last;
  private boolean opened;

  /**
   * A stream that has shown nothing.
   *
   * @param shown previews of each picture
   * @param steps of each picture
   * @param doneElsewhere how many steps other nodes have done
   */
  DrawnStream(
      Generation<PictureState, DrawEvent> generation,
      ItemSink sink,
      int shown,
      int steps,
      int doneElsewhere,
      Clock clock) {
    this.generation = generation;
    this.sink = sink;
    this.previews = new PreviewPoints(shown, steps);
    this.pace = new CheckpointPace(steps);
    this.doneElsewhere = doneElsewhere;
    this.clock = clock;
    this.began = clock.nanos();
    this.last = began;
  }

  @Override
  public void step(Sketch now) throws InterruptedException {
    open();
    long came = clock.nanos();
    boolean due = pace.step(came - last);
    if (previews.after(now.step())) {
      generation.emit(
          new DrawEvent.Previewed(
              new Preview(
                  PictureCalls.picture(now.preview()), now.picture(), now.step(), now.steps())));
    }
    if (due) {
      int done = now.state().stepsDone(now.steps());
      long begin = clock.nanos();
      generation.checkpoint(done, now.state(), cost(done, begin));
      pace.kept(clock.nanos() - begin);
    }
    last = clock.nanos();
  }

  /** What all steps so far would take here, also those that another node took. */
  private Duration cost(int done, long now) {
    int here = Math.max(1, done - doneElsewhere);
    return Duration.ofNanos((now - began) / here * done);
  }

  /** The last chunk. */
  void finished(GenerateResponse response) throws InterruptedException {
    open();
    generation.emit(new DrawEvent.Finished(response));
  }

  private void open() {
    if (!opened) {
      opened = true;
      sink.opened();
    }
  }
}
