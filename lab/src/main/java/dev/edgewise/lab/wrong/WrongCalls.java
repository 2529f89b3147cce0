package dev.edgewise.lab.wrong;

import static dev.edgewise.lab.wrong.WrongInput.grpc;

import dev.edgewise.lab.wrong.rpc.RawCall;
import java.util.List;
import java.util.Map;

/** Calls by gRPC that a gateway cannot take; a row each. */
final class WrongCalls {
  private static final String GREET = "dev.edgewise.samples.hello.Hello/greet";
  private static final long PATIENCE_MILLIS = 5_000;

  private static final byte[] NOTHING = {};

  private WrongCalls() {}

  static List<WrongInput> all() {
    return List.of(
        grpc("an unknown service", call("helo.Hello/greet"), "UNIMPLEMENTED", "EW6008", GREET),
        grpc(
            "an unknown method",
            call("dev.edgewise.samples.hello.Hello/gret"),
            "UNIMPLEMENTED",
            "EW6008",
            GREET),
        grpc(
            "no protobuf",
            call(GREET, new byte[] {10, 100, 1}),
            "INVALID_ARGUMENT",
            "EW6007",
            GREET),
        grpc("4 MiB + 1", call(GREET, new byte[(4 << 20) + 1]), "RESOURCE_EXHAUSTED", ""),
        grpc(
            "two messages",
            call(GREET, NOTHING, NOTHING),
            // gRPC resets such a call by itself, and a reset has no words.
            "CANCELLED",
            ""),
        grpc(
            "no message",
            new RawCall(GREET, Map.of(), List.of(), PATIENCE_MILLIS),
            "INVALID_ARGUMENT",
            "EW6007",
            "one message"),
        grpc(
            "an unknown label",
            with("edgewise-label", "secret"),
            "INVALID_ARGUMENT",
            "EW6007",
            "edgewise-label",
            "confidential"),
        grpc(
            "a label that nobody may see",
            with("edgewise-label", "local-only"),
            "PERMISSION_DENIED",
            "EW6017",
            "local-only"),
        grpc(
            "a tenant that is none",
            with("edgewise-tenant", "a b"),
            "INVALID_ARGUMENT",
            "EW6007",
            "edgewise-tenant"),
        grpc("headers of 9 KiB", with("x-a", "x".repeat(9 << 10)), "INTERNAL", ""));
  }

  private static RawCall call(String method, byte[]... messages) {
    return new RawCall(
        method,
        Map.of(),
        messages.length == 0 ? List.of(NOTHING) : List.of(messages),
        PATIENCE_MILLIS);
  }

  private static RawCall with(String name, String value) {
    return new RawCall(GREET, Map.of(name, value), List.of(NOTHING), PATIENCE_MILLIS);
  }
}
