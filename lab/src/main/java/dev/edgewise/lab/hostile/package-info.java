/**
 * Clients that mean harm, written by hand on plain sockets, as a real attacker would: they send
 * what no library would let them send. They run in a process of their own, see {@link
 * dev.edgewise.lab.hostile.Attacker}.
 */
@NullMarked
package dev.edgewise.lab.hostile;

import org.jspecify.annotations.NullMarked;
