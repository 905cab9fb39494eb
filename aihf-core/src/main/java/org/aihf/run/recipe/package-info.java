/**
 * YAML recipes as immutable records.
 *
 * <p>A recipe type is a record; its components are the keys, in {@code snake_case} in the file
 * ({@code learningRate} is written {@code learning_rate}). Components may be numbers, booleans,
 * strings, paths, enums, lists, maps with string keys, further records, and sealed interfaces of
 * records, told apart by the property that Jackson's {@code @JsonTypeInfo} names and each record's
 * {@code @JsonTypeName}. Defaults are an instance: {@code static Recipe defaults()}; without one,
 * every component that is not {@code @Nullable} must be given. A constructor's {@code
 * IllegalArgumentException} that starts with the component's name is reported at that key.
 *
 * <pre>{@code
 * Sft recipe = RecipeReader.of(Sft.class).read(Path.of("sft.yaml"), List.of("optimizer.learning_rate=1e-4"));
 * String resolved = RecipeWriter.write(recipe);
 * }</pre>
 */
@NullMarked
package org.aihf.run.recipe;

import org.jspecify.annotations.NullMarked;
