/** What was measured, as a table for people and as JSON: each row says how it came about. */
@NullMarked
package dev.edgewise.bench.report;

import org.jspecify.annotations.NullMarked;
