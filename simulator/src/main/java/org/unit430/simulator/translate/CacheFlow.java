package org.unit430.simulator.translate;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.unit430.simulator.memory.FramCache;
import org.unit430.simulator.translate.Account.Place;
import org.unit430.simulator.translate.BlockPlan.Read;

/** Finds out what is known of the FRAM cache at the beginning of each block of a region. */
final class CacheFlow {
  private final byte[] kinds;
  private final Function<BlockPlan, Place[]> places;

  /**
   * A search.
   *
   * @param kinds of memory, by word
   * @param places for a block and each of its bases, where what is accessed by it is
   */
  CacheFlow(byte[] kinds, Function<BlockPlan, Place[]> places) {
    this.kinds = kinds;
    this.places = places;
  }

  /** What is known at the beginning of each block. */
  Map<Block, CacheKnowledge> beginnings(List<Block> blocks) {
    return Dataflow.beginnings(blocks, new CacheKnowledge(), this::behind, CacheKnowledge::or);
  }

  private CacheKnowledge behind(Block block, CacheKnowledge beginning) {
    CacheKnowledge known = new CacheKnowledge(beginning);
    Place[] placesOfBases = places.apply(block.plan);
    int read = 0;
    List<Read> reads = block.plan.reads();
    for (int i = 0; i < block.steps.size(); i++) {
      fetch(block.steps.get(i), known);
      for (; read < reads.size() && reads.get(read).step() == i; read++) {
        read(reads.get(read), placesOfBases, known);
      }
    }
    return known;
  }

  private boolean isFram(int address) {
    return kinds[address >> 1] == RegionContext.FRAM;
  }

  private void fetch(Step step, CacheKnowledge known) {
    if (isFram(step.address())) {
      known.read(step.firstLine());
      known.read(step.lastLine());
    }
  }

  private void read(Read read, Place[] placesOfBases, CacheKnowledge known) {
    for (int word = 0; word < read.words(); word++) {
      if (read.base() != Read.FIXED) {
        if (placesOfBases[read.base()] != Place.SRAM) {
          known.readData();
        }
      } else if (isFram(read.address())) {
        known.readData((read.address() + 2 * word) >> FramCache.LINE_SHIFT);
      }
    }
  }
}
