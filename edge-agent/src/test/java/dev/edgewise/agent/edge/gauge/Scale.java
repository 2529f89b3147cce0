package dev.edgewise.agent.edge.gauge;

/** How a {@link Gauge} shows what it measures. */
public record Scale(double factor, String unit) {}
