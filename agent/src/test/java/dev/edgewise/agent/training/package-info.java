@NullMarked
package dev.edgewise.agent.training;

import org.jspecify.annotations.NullMarked;
