package dev.edgewise.sdk.host;

import dev.edgewise.core.BatchRule;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.MethodContract;
import dev.edgewise.sdk.spi.CallMerging;
import java.util.ArrayList;
import java.util.List;

/** Where nothing merges: the items of one call run together, as far as its rule lets them. */
final class LoneCalls implements CallMerging {
  private static final System.Logger LOG = System.getLogger(LoneCalls.class.getName());

  @Override
  public <I, R> Merged<I, R> open(MethodContract contract, Body<I, R> body) {
    LOG.log(
        System.Logger.Level.INFO,
        contract.fullName()
            + " is @Batched, but nothing that merges calls is on the class path: each call runs"
            + " alone. Add dev.edgewise:edgewise-serving, which needs Java 25.");
    int most = contract.batched().map(BatchRule::maxBatchSize).orElse(BatchRule.MAX_SIZE);
    return items -> runAll(contract, body, items, most);
  }

  private static <I, R> List<R> runAll(
      MethodContract contract, Body<I, R> body, List<Item<I>> items, int most)
      throws BodyThrew, InterruptedException {
    List<R> results = new ArrayList<>(items.size());
    int from = 0;
    while (from < items.size()) {
      int to = from + 1;
      while (to < items.size()
          && to - from < most
          && items.get(to).lane().equals(items.get(from).lane())) {
        to++;
      }
      results.addAll(run(contract, body, items.subList(from, to)));
      from = to;
    }
    return results;
  }

  private static <I, R> List<R> run(MethodContract contract, Body<I, R> body, List<Item<I>> items)
      throws BodyThrew, InterruptedException {
    List<R> results;
    try {
      results = body.run(items);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      throw new BodyThrew(e);
    }
    if (results.size() != items.size()) {
      throw EdgewiseException.of(
          ErrorCode.BAD_BATCH,
          contract.fullName()
              + " gave "
              + results.size()
              + " results for a batch of "
              + items.size()
              + ". It has to give one result for each item, in their order.");
    }
    return results;
  }

  @Override
  public void close() {}
}
