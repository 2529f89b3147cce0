package dev.edgewise.serving.calls;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.CallMerging;
import dev.edgewise.serving.batch.BatchFunction;
import java.util.List;

/**
 * A body, whose exceptions can be told from the batcher's own. Want of memory stays what it is, so
 * that batches become smaller.
 */
final class Guarded<I, R> implements BatchFunction<CallMerging.Item<I>, R> {
  private final CallMerging.Body<I, R> body;

  Guarded(CallMerging.Body<I, R> body) {
    this.body = body;
  }

  @Override
  public List<R> run(List<CallMerging.Item<I>> items) throws Exception {
    try {
      return body.run(items);
    } catch (EdgewiseException e) {
      if (e.code() == ErrorCode.NO_MODEL_MEMORY) {
        throw e;
      }
      throw new CallMerging.BodyThrew(e);
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      throw new CallMerging.BodyThrew(e);
    }
  }
}
