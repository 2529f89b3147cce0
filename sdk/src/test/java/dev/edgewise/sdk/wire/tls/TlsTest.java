package dev.edgewise.sdk.wire.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Scheduler;
import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.testca.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsTest {
  private static final String WHO = "edgewise://client/till-3";

  private final TestCa ca = new TestCa("ours", Instant.now());
  private final Path file;
  private final Deque<Runnable> due = new ArrayDeque<>();
  private final List<String> said = new ArrayList<>();
  private final Handler listener = new Listener();
  private final Logger logger = Logger.getLogger(Tls.class.getName());
  private Instant now = Instant.now();

  private final Clock clock =
      new Clock() {
        @Override
        public long nanos() {
          return 0;
        }

        @Override
        public Instant now() {
          return now;
        }
      };

  private final Scheduler scheduler =
      (delay, task) -> {
        assertThat(delay).isEqualTo(Duration.ofSeconds(2));
        due.add(task);
        return () -> due.remove(task);
      };

  TlsTest(@TempDir Path folder) {
    this.file = folder.resolve("me.pem");
  }

  private final class Listener extends Handler {
    @Override
    public void publish(LogRecord told) {
      said.add(told.getLevel() + " " + new SimpleFormatter().formatMessage(told));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    logger.addHandler(listener);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(listener);
    logger.setUseParentHandlers(true);
  }

  private void tick() {
    due.remove().run();
  }

  private Tls open(TestCa.Issued issued) {
    return Tls.open(TlsFiles.in(issued.in(file)), scheduler, clock);
  }

  @Test
  void files_that_stay_the_same_are_read_and_nothing_is_said() {
    TestCa.Issued first = ca.to(WHO).issue();
    Tls tls = open(first);

    tick();
    tick();

    assertThat(tls.credential().own().certificate()).isEqualTo(first.certificate());
    assertThat(tls.identity().uri()).isEqualTo(WHO);
    assertThat(said).isEmpty();
    assertThat(due).hasSize(1);
  }

  @Test
  void a_certificate_that_was_renewed_is_used_and_said() {
    Tls tls = open(ca.to(WHO).issue());
    TestCa.Issued renewed = ca.to(WHO).issue();

    renewed.in(file);
    tick();

    assertThat(tls.credential().own().certificate()).isEqualTo(renewed.certificate());
    assertThat(said).singleElement().asString().startsWith("INFO").contains("was renewed");
  }

  @Test
  void another_ca_is_believed_as_soon_as_its_file_says_so() {
    TestCa other = new TestCa("theirs", Instant.now());
    TestCa.Issued first = ca.to(WHO).issue();
    Tls tls = open(first);

    first.believing(other).in(file);
    tick();

    assertThat(tls.credential().anchors()).containsExactly(other.certificate());
  }

  @Test
  void what_is_broken_is_told_once_and_the_old_one_stays() throws IOException {
    TestCa.Issued first = ca.to(WHO).issue();
    Tls tls = open(first);

    Files.writeString(file, first.pem().substring(0, 300));
    tick();
    tick();
    tick();

    assertThat(tls.credential().own().certificate()).isEqualTo(first.certificate());
    assertThat(said)
        .singleElement()
        .asString()
        .startsWith("WARNING")
        .contains("me.pem", "does not end", "What was read before stays in use");

    Files.delete(file);
    tick();
    tick();
    assertThat(said).hasSize(2).last().asString().contains("nothing is there");

    TestCa.Issued renewed = ca.to(WHO).issue();
    renewed.in(file);
    tick();
    assertThat(tls.credential().own().certificate()).isEqualTo(renewed.certificate());
    assertThat(said).hasSize(3).last().asString().startsWith("INFO");
  }

  @Test
  void what_was_mended_back_is_told_again_when_it_breaks_again() throws IOException {
    TestCa.Issued first = ca.to(WHO).issue();
    open(first);

    Files.writeString(file, "no");
    tick();
    first.in(file);
    tick();
    Files.writeString(file, "no");
    tick();

    assertThat(said).hasSize(2);
  }

  @Test
  void one_that_is_not_valid_yet_is_used_when_its_time_has_come_and_told_once_before() {
    TestCa.Issued first = ca.to(WHO).issue();
    Tls tls = open(first);
    Instant later = now.plus(Duration.ofMinutes(10)).truncatedTo(ChronoUnit.SECONDS);
    TestCa.Issued early = ca.to(WHO).valid(later, later.plus(Duration.ofDays(1))).issue();

    early.in(file);
    tick();
    now = now.plusSeconds(60);
    tick();
    assertThat(tls.credential().own().certificate()).isEqualTo(first.certificate());
    assertThat(said).singleElement().asString().contains("Set this machine's clock");

    now = later;
    tick();
    assertThat(tls.credential().own().certificate()).isEqualTo(early.certificate());
  }

  @Test
  void nobody_becomes_somebody_else() {
    TestCa.Issued first = ca.to(WHO).issue();
    Tls tls = open(first);

    ca.to("edgewise://client/till-4").issue().in(file);
    tick();

    assertThat(tls.credential().own().certificate()).isEqualTo(first.certificate());
    assertThat(said).singleElement().asString().contains("till-4", "till-3", "Restart it");
  }

  @Test
  void a_start_with_files_that_cannot_be_used_is_refused() {
    assertThatThrownBy(() -> Tls.open(TlsFiles.in(file), scheduler, clock))
        .isInstanceOfSatisfying(
            EdgewiseException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CERTIFICATE));
    assertThat(due).isEmpty();
  }

  @Test
  void one_that_was_closed_looks_no_more() {
    Tls tls = open(ca.to(WHO).issue());

    tls.close();

    assertThat(due).isEmpty();
  }

  @Test
  void one_that_is_closed_while_it_looks_looks_no_more() {
    Tls tls = open(ca.to(WHO).issue());
    Runnable look = due.remove();

    tls.close();
    look.run();

    assertThat(due).isEmpty();
  }
}
