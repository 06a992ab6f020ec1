package org.unit430.simulator.device;

import java.util.Optional;

/**
 * Where a value of a device profile comes from.
 *
 * @param source document and place in it; several are separated by semicolons
 * @param unconfirmed what of the value no document could be found for, if anything
 */
public record Provenance(String source, Optional<String> unconfirmed) {}
