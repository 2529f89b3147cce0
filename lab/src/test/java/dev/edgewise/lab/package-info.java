/** Tests that need the whole house: an agent, a sample's jar, clients that are not ours. */
@NullMarked
package dev.edgewise.lab;

import org.jspecify.annotations.NullMarked;
