package dev.edgewise.lab.call;

import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.Tier;

/** What agents run. */
@Body(Tier.EDGE)
final class EchoBody implements Echo {
  @Override
  public byte[] bytes(byte[] bytes) {
    return bytes;
  }

  @Override
  public float[] doubled(float[] numbers) {
    float[] doubled = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      doubled[i] = 2 * numbers[i];
    }
    return doubled;
  }

  @Override
  public Spent spent() {
    return Spent.byThisProcess();
  }
}
