package dev.edgewise.sdk.spi;

import java.util.List;

/**
 * One service, as generated code describes it. The generated class lies in the package of the
 * interface and is named after it with {@code _Service} behind (nested interfaces: the binary name
 * with {@code $} as {@code _}); it is public, final, and has a public constructor without
 * parameters.
 *
 * @param <S> the interface
 */
public interface ServiceDefinition<S> {
  /** Full protobuf name, for example {@code shop.v1.Vision}. */
  String name();

  /** The interface. */
  Class<S> type();

  /** All methods, in declaration order. */
  List<MethodDefinition<?>> methods();

  /** A stub: each of its methods hands its arguments to {@code caller}. */
  S stub(Caller caller);

  /**
   * Class path resource with the service's {@code google.protobuf.FileDescriptorSet}, imports
   * included, readable through the class loader of {@link #type()}.
   */
  String descriptorResource();
}
