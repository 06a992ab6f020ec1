package org.unit430.simulator.asm;

import java.util.LinkedHashMap;
import java.util.Map;

/** The sections of a program by name. */
final class Layout {
  private final Map<String, Section> sections = new LinkedHashMap<>();

  void declare(Section section) {
    if (sections.putIfAbsent(section.name(), section) != null) {
      throw new IllegalArgumentException("section '" + section.name() + "' is declared twice");
    }
  }

  /** The section of that name; one that was not declared gets its address from .org. */
  Section section(String name) {
    return sections.computeIfAbsent(normalized(name), Section::unplaced);
  }

  Iterable<Section> sections() {
    return sections.values();
  }

  /** {@code .text} and {@code text} are the same. */
  static String normalized(String name) {
    return name.startsWith(".") ? name.substring(1) : name;
  }
}
