/**
 * {@code ./aihf paper}: the paper's figures and theorem on exact small cases, computed by {@code
 * org.aihf.tabular}; here they become tables, CSV files and PNG charts.
 */
@NullMarked
package org.aihf.examples.paper;

import org.jspecify.annotations.NullMarked;
