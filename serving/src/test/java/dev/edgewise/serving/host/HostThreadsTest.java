package dev.edgewise.serving.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

final class HostThreadsTest {
  @Test
  void a_thread_that_a_services_body_starts_sees_what_the_host_sees() {
    ThreadFactory threads = HostThreads.named("test-");
    Thread body = Thread.currentThread();
    ClassLoader before = body.getContextClassLoader();
    CompletableFuture<ClassLoader> seen = new CompletableFuture<>();
    body.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try {
      threads
          .newThread(() -> seen.complete(Thread.currentThread().getContextClassLoader()))
          .start();
    } finally {
      body.setContextClassLoader(before);
    }
    assertThat(seen.join()).isSameAs(ServingHost.class.getClassLoader());
  }
}
