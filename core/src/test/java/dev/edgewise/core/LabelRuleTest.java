package dev.edgewise.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LabelRuleTest {
  @ParameterizedTest
  @CsvSource({
    "PUBLIC,       EDGE,  OWN,     true",
    "PUBLIC,       EDGE,  TRUSTED, true",
    "PUBLIC,       EDGE,  SHARED,  true",
    "PUBLIC,       CLOUD, OWN,     true",
    "PUBLIC,       CLOUD, TRUSTED, true",
    "PUBLIC,       CLOUD, SHARED,  true",
    "INTERNAL,     EDGE,  OWN,     true",
    "INTERNAL,     EDGE,  TRUSTED, true",
    "INTERNAL,     EDGE,  SHARED,  false",
    "INTERNAL,     CLOUD, OWN,     true",
    "INTERNAL,     CLOUD, TRUSTED, true",
    "INTERNAL,     CLOUD, SHARED,  false",
    "CONFIDENTIAL, EDGE,  OWN,     true",
    "CONFIDENTIAL, EDGE,  TRUSTED, false",
    "CONFIDENTIAL, EDGE,  SHARED,  false",
    "CONFIDENTIAL, CLOUD, OWN,     true",
    "CONFIDENTIAL, CLOUD, TRUSTED, true",
    "CONFIDENTIAL, CLOUD, SHARED,  false",
    "LOCAL_ONLY,   EDGE,  OWN,     true",
    "LOCAL_ONLY,   EDGE,  TRUSTED, true",
    "LOCAL_ONLY,   EDGE,  SHARED,  true",
    "LOCAL_ONLY,   CLOUD, OWN,     false",
    "LOCAL_ONLY,   CLOUD, TRUSTED, false",
    "LOCAL_ONLY,   CLOUD, SHARED,  false",
  })
  void a_label_is_allowed_by_tier_and_trust(Label label, Tier tier, Trust trust, boolean allowed) {
    Node node = new Node("n1", tier, new Site("s1", trust));
    assertThat(LabelRule.objection(label, node).isEmpty()).isEqualTo(allowed);
  }
}
