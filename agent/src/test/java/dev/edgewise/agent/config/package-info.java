/** Tests of what the package promises. */
@NullMarked
package dev.edgewise.agent.config;

import org.jspecify.annotations.NullMarked;
