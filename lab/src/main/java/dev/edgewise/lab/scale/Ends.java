package dev.edgewise.lab.scale;

import java.util.Arrays;

/** When the calls in flight will end, the first first: a heap of plain numbers, for speed. */
final class Ends {
  private double[] times = new double[64];
  private Node[] nodes = new Node[64];
  private int[] calls = new int[64];
  private int size;

  double first() {
    return size == 0 ? Double.POSITIVE_INFINITY : times[0];
  }

  Node node() {
    return nodes[0];
  }

  int call() {
    return calls[0];
  }

  void add(double time, Node node, int call) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      nodes = Arrays.copyOf(nodes, 2 * size);
      calls = Arrays.copyOf(calls, 2 * size);
    }
    int at = size++;
    while (at > 0 && times[(at - 1) / 2] > time) {
      move((at - 1) / 2, at);
      at = (at - 1) / 2;
    }
    put(at, time, node, call);
  }

  void remove() {
    size--;
    double time = times[size];
    int at = 0;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && times[child + 1] < times[child]) {
        child++;
      }
      if (times[child] >= time) {
        break;
      }
      move(child, at);
      at = child;
    }
    put(at, time, nodes[size], calls[size]);
  }

  private void move(int from, int to) {
    put(to, times[from], nodes[from], calls[from]);
  }

  private void put(int at, double time, Node node, int call) {
    times[at] = time;
    nodes[at] = node;
    calls[at] = call;
  }
}
