/**
 * Checkpoints in the safetensors format, read and written without any engine: {@link
 * org.aihf.torch.safetensors.Safetensors} reads, {@link
 * org.aihf.torch.safetensors.SafetensorsWriter} writes.
 *
 * <p>What a file claims is checked before it is believed; every refusal is one sentence that names
 * the file and the tensor.
 */
@NullMarked
package org.aihf.torch.safetensors;

import org.jspecify.annotations.NullMarked;
