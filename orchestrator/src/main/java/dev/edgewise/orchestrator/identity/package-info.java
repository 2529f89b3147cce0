/**
 * Who calls: API keys for those who have no certificate, and what a caller may do. Keys are kept as
 * their SHA-256 only; whoever steals the store cannot call with what is in it.
 */
@NullMarked
package dev.edgewise.orchestrator.identity;

import org.jspecify.annotations.NullMarked;
