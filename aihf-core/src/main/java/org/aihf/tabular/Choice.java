package org.aihf.tabular;

/** What a tabular policy produces: an action in a context (a prompt and its answer, numbered). */
public record Choice(int context, int action) {}
