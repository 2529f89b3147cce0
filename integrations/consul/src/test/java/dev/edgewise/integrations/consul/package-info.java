/** The integration against a real Consul, and against one that is played by hand. */
@NullMarked
package dev.edgewise.integrations.consul;

import org.jspecify.annotations.NullMarked;
