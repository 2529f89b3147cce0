package dev.edgewise.lab;

import dev.edgewise.core.Outcome;
import dev.edgewise.samples.hello.Hello;
import dev.edgewise.sdk.api.Edgewise;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;

/**
 * What a load calls, and how it tells the answer of a call from that of another.
 *
 * @param call makes one call; its token is different each time
 * @param right whether the answer belongs to the token
 */
record Work<R>(BiFunction<Edgewise, Long, Outcome<R>> call, BiPredicate<Long, R> right) {

  /** Work on an edge that takes so long whatever the machine does. */
  static Work<Long> chores(int millis) {
    return new Work<>(
        (eco, token) -> eco.call(Chores.class, chores -> chores.work(token, millis)),
        (token, answer) -> answer == Answers.expected(token));
  }

  /** The same in the cloud. */
  static Work<Long> hauls(int millis) {
    return new Work<>(
        (eco, token) -> eco.call(Hauls.class, hauls -> hauls.work(token, millis)),
        (token, answer) -> answer == Answers.expected(token));
  }

  /** A greeting: as short as a call can be. */
  static Work<String> hello() {
    return new Work<>(
        (eco, token) -> eco.call(Hello.class, hello -> hello.greet("caller " + token)),
        (token, answer) -> answer.equals("Hello, caller " + token + "!"));
  }
}
