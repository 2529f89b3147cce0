/**
 * What a campaign that kills nodes under running generations has to show, and how it is judged:
 * pure, the processes and streams themselves are the campaign's.
 */
@NullMarked
package dev.edgewise.lab.generation;

import org.jspecify.annotations.NullMarked;
