/**
 * Consul for those who run one: it says where the orchestrator is ({@link
 * dev.edgewise.integrations.consul.ConsulLocator}), and shows the fleet to those who look there
 * ({@link dev.edgewise.integrations.consul.ConsulRegistry}). Both are found as services by the
 * scheme of an address, {@code consul://host:8500}.
 */
@NullMarked
package dev.edgewise.integrations.consul;

import org.jspecify.annotations.NullMarked;
