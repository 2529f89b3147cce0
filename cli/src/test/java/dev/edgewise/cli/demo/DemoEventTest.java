package dev.edgewise.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParseException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DemoEventTest {
  @Test
  void a_picture_is_read_with_its_boxes() {
    DemoEvent event =
        DemoEvent.parse(
            """
            {"event":"picture","file":"astronaut.png","tier":"edge","node":"nyc-edge01","faces":1,\
            "score":0.921,"escalated":false,"millis":34.5,"boxes":[{"x":179,"y":82,"w":93,"h":93}],\
            "why":"the edge was sure","decision":"d1"}\
            """);

    assertThat(event)
        .isEqualTo(
            new DemoEvent.Picture(
                "astronaut.png",
                "edge",
                "nyc-edge01",
                1,
                0.921,
                false,
                34.5,
                List.of(new DemoEvent.Box(179, 82, 93, 93)),
                "the edge was sure",
                "d1"));
  }

  @Test
  void calls_nodes_and_stages_are_read() {
    assertThat(
            DemoEvent.parse(
                "{\"event\":\"call\",\"at\":1000.5,\"took\":7,\"node\":\"\",\"tier\":\"\","
                    + "\"ok\":false,\"error\":\"EW6002\"}"))
        .isEqualTo(new DemoEvent.Call(1000.5, 7, "", "", false, "EW6002"));
    assertThat(
            DemoEvent.parse(
                "{\"event\":\"node\",\"node\":\"a\",\"liveness\":\"DEAD\",\"since\":5,\"detail\":\"\"}"))
        .isEqualTo(new DemoEvent.Node("a", "DEAD", 5));
    assertThat(
            DemoEvent.parse(
                "{\"event\":\"order\",\"at\":1000.5,\"late\":3,\"took\":112,\"node\":\"west1-2\","
                    + "\"ok\":true,\"error\":\"\"}"))
        .isEqualTo(new DemoEvent.Order(1000.5, 3, 112, "west1-2", true, ""));
    assertThat(DemoEvent.parse("{\"event\":\"done\",\"stage\":\"load\"}"))
        .isEqualTo(new DemoEvent.Done("load"));
    assertThat(DemoEvent.parse("{\"event\":\"album\",\"node\":\"w\",\"faces\":2,\"millis\":9}"))
        .isEqualTo(new DemoEvent.Album("w", 2, 9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "[1]",
        "{}",
        "{\"event\":\"dance\"}",
        "{\"event\":\"done\"}",
        "{\"event\":\"album\",\"node\":\"w\",\"faces\":\"many\",\"millis\":9}",
        "{\"event\":\"album\",\"node\":{},\"faces\":1,\"millis\":9}",
        "{\"event\":\"album\",\"node\":null,\"faces\":1,\"millis\":9}"
      })
  void anything_else_is_no_event(String line) {
    assertThatThrownBy(() -> DemoEvent.parse(line)).isInstanceOf(JsonParseException.class);
  }

  @Test
  void no_mangled_line_breaks_the_reader() {
    String good = "{\"event\":\"album\",\"node\":\"w\",\"faces\":2,\"millis\":9.5}";
    Random random = new Random(11);
    for (int round = 0; round < 5000; round++) {
      StringBuilder line = new StringBuilder(good);
      for (int change = random.nextInt(4); change >= 0; change--) {
        line.setCharAt(random.nextInt(line.length()), (char) (32 + random.nextInt(95)));
      }
      try {
        assertThat(DemoEvent.parse(line.toString())).isNotNull();
      } catch (JsonParseException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }
}
