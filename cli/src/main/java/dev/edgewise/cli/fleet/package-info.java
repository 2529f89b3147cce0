/** Commands that ask an orchestrator how its fleet is, or steer it. */
@NullMarked
package dev.edgewise.cli.fleet;

import org.jspecify.annotations.NullMarked;
