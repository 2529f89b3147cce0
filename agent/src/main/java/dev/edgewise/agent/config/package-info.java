/** An agent's configuration: its keys in one place, and the record that they are read into. */
@NullMarked
package dev.edgewise.agent.config;

import org.jspecify.annotations.NullMarked;
