package dev.edgewise.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.cli.chat.ServerEvents.Event;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ServerEventsTest {
  private static List<Event> read(String stream) throws IOException {
    return read(new StringReader(stream));
  }

  private static List<Event> read(Reader in) throws IOException {
    ServerEvents events = new ServerEvents(in);
    List<Event> all = new ArrayList<>();
    for (Optional<Event> next = events.next(); next.isPresent(); next = events.next()) {
      all.add(next.get());
    }
    return all;
  }

  @Test
  void events_have_their_own_id_or_the_one_before_and_a_name_only_when_they_have_one()
      throws IOException {
    assertThat(
            read(
                """
                : alive

                id: g/1
                data: {}

                data:a
                data: b

                event: error
                id:g/3
                data:  c

                data: d

                """))
        .containsExactly(
            new Event("g/1", "message", "{}"),
            new Event("g/1", "message", "a\nb"),
            new Event("g/3", "error", " c"),
            new Event("g/3", "message", "d"));
  }

  @Test
  void an_event_that_is_cut_off_is_none() throws IOException {
    assertThat(read("data: a\n\nid: 2\ndata: b\n")).extracting(Event::data).containsExactly("a");
    assertThat(read("data: a\n\nid: 2\ndata: b")).hasSize(1);
    assertThat(read("")).isEmpty();
  }

  @Test
  void lines_end_as_they_like() throws IOException {
    for (String end : List.of("\n", "\r", "\r\n")) {
      assertThat(
              read(
                  "event: e"
                      + end
                      + "data: a"
                      + end
                      + "data: b"
                      + end
                      + end
                      + "data: c"
                      + end
                      + end))
          .as("%d", end.length())
          .containsExactly(new Event("", "e", "a\nb"), new Event("", "message", "c"));
    }
  }

  @Test
  void what_never_ends_is_given_up() {
    Reader endless =
        new Reader() {
          @Override
          public int read(char[] buffer, int offset, int length) {
            buffer[offset] = 'x';
            return 1;
          }

          @Override
          public void close() {}
        };
    assertThatThrownBy(() -> read(endless)).isInstanceOf(IOException.class);
  }

  @Test
  void whatever_comes_is_read_to_its_end() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    String letters = "id:data event\n\r\0 {}x\u00e9";
    for (int i = 0; i < 3_000; i++) {
      StringBuilder stream = new StringBuilder();
      int length = random.nextInt(200);
      for (int c = 0; c < length; c++) {
        stream.append(letters.charAt(random.nextInt(letters.length())));
      }
      for (Event event : read(stream.toString())) {
        assertThat(event.id()).doesNotContain("\0", "\n");
      }
    }
  }
}
