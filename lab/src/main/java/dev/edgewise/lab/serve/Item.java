package dev.edgewise.lab.serve;

import dev.edgewise.bench.load.Answer;
import java.util.function.Consumer;

/**
 * A call that waits for its batch.
 *
 * @param model that it asks, from 0
 * @param shape of its input, from 0: items of different shapes cannot share a batch
 * @param arrivedNanos when it came
 * @param deadlineNanos until when its answer is of use
 * @param done told once what became of it
 */
record Item(int model, int shape, long arrivedNanos, long deadlineNanos, Consumer<Answer> done) {}
