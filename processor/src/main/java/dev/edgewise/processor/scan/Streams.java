package dev.edgewise.processor.scan;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** Tells the one kind of stream that a method may return from all others. */
final class Streams {
  private static final String STREAM = "java.util.stream.Stream";

  /** What carries many values over time in Java and its libraries. */
  private static final Set<String> OTHERS =
      Set.of(
          "java.util.stream.BaseStream",
          "java.util.stream.IntStream",
          "java.util.stream.LongStream",
          "java.util.stream.DoubleStream",
          "java.util.Iterator",
          "java.util.Spliterator",
          "java.util.concurrent.Flow.Publisher",
          "java.util.concurrent.Flow.Subscriber",
          "java.util.concurrent.Flow.Processor",
          "org.reactivestreams.Publisher",
          "org.reactivestreams.Subscriber",
          "reactor.core.publisher.Flux",
          "io.smallrye.mutiny.Multi",
          "io.reactivex.rxjava3.core.Flowable",
          "io.reactivex.rxjava3.core.Observable",
          "io.grpc.stub.StreamObserver");

  private Streams() {}

  /** The type of the items of a {@code Stream<T>}; empty for anything else, a raw one included. */
  static Optional<TypeMirror> item(TypeMirror result) {
    if (!Visibility.qualifiedName(result).equals(STREAM)) {
      return Optional.empty();
    }
    List<? extends TypeMirror> arguments = ((DeclaredType) result).getTypeArguments();
    return arguments.isEmpty() || arguments.get(0).getKind() == TypeKind.WILDCARD
        ? Optional.empty()
        : Optional.of(arguments.get(0));
  }

  /** Whether it is a stream of any kind. */
  static boolean isStream(TypeMirror type) {
    return Visibility.qualifiedName(type).equals(STREAM)
        || OTHERS.contains(Visibility.qualifiedName(type));
  }

  /** What is wrong with the parameter of a method, if it is a stream. */
  static Optional<String> problemOfParameter(TypeMirror type) {
    return isStream(type) ? Optional.of("takes " + type) : Optional.empty();
  }

  /** What is wrong with a result, if it is a stream and not one of the right kind. */
  static Optional<String> problemOfResult(TypeMirror type) {
    boolean good = item(type).map(item -> !isStream(item)).orElse(!isStream(type));
    return good ? Optional.empty() : Optional.of("returns " + type);
  }
}
