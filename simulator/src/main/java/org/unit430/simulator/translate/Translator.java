package org.unit430.simulator.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.objectweb.asm.MethodTooLargeException;
import org.unit430.simulator.event.EventLedger;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.memory.FramCache;

/** Translates the regions of one machine, runs them and keeps their account. */
public final class Translator {
  // Where accesses are written out in place, HotSpot's second compiler takes more than
  // proportionally longer for larger methods. Only what is executed over and over is worth that.
  private static final int MOST_INLINED = 48;
  private static final int MOST_INSTRUCTIONS = 128;

  // Visits of a region beyond the first, for its compilation to pay, as measured.
  private static final int EFFORT_OF_SQUARE = 100;
  private static final int EFFORT_OF_CALLING = 20;

  // HotSpot does not compile methods of 8,000 bytes or more (HugeMethodLimit).
  private static final int MOST_BYTES = 7900;

  private final RegionContext context;
  private final FramCache framCache;
  private final EventLedger ledger;
  private final CpuCore core;
  private final CodeSource source;
  private final Translatability translatability;
  private final List<Region> regions = new ArrayList<>();

  /** A translator without regions. */
  public Translator(
      RegionContext context,
      FramCache framCache,
      EventLedger ledger,
      CpuCore core,
      CodeSource source) {
    this.context = context;
    this.framCache = framCache;
    this.ledger = ledger;
    this.core = core;
    this.source = source;
    this.translatability = new Translatability(context);
  }

  /** How often the region that begins at an address should be needed before it is translated. */
  public int effort(int entry) {
    List<Block> blocks = find(entry, MOST_INSTRUCTIONS);
    int size = size(blocks);
    return isInlined(blocks) ? EFFORT_OF_SQUARE * size * size : EFFORT_OF_CALLING * size;
  }

  private static int size(List<Block> blocks) {
    return blocks.stream().mapToInt(block -> block.steps.size()).sum();
  }

  /** A short loop: accesses are written out in place; elsewhere they are called. */
  private static boolean isInlined(List<Block> blocks) {
    return size(blocks) <= MOST_INLINED
        && blocks.stream().anyMatch(block -> block.successors.contains(blocks.get(0)));
  }

  private List<Block> find(int entry, int limit) {
    List<Block> blocks = collect(entry, Math.min(limit, MOST_INLINED));
    return isInlined(blocks) || limit <= MOST_INLINED ? blocks : collect(entry, limit);
  }

  private List<Block> collect(int entry, int limit) {
    return new RegionFinder(source, translatability::includes, limit).find(entry);
  }

  /** Translates the region that begins at an address, if there is one. */
  public Optional<Region> translate(int entry) {
    int waitStates = framCache.waitStates();
    for (int limit = MOST_INSTRUCTIONS; limit > 0; limit = limit * 2 / 3) {
      List<Block> blocks = find(entry, limit);
      if (blocks.isEmpty()) {
        return Optional.empty();
      }
      Account account = new Account(waitStates);
      RegionEmitter emitter =
          new RegionEmitter(blocks, context, account, core, waitStates, isInlined(blocks));
      Optional<byte[]> classFile = classFile(emitter);
      if (classFile.isPresent()) {
        Region region =
            new Region(
                RegionClasses.shared().load(classFile.get()),
                account,
                blocks,
                emitter::costFrom,
                waitStates,
                emitter.multiplies());
        regions.add(region);
        return Optional.of(region);
      }
    }
    return Optional.empty();
  }

  private static Optional<byte[]> classFile(RegionEmitter emitter) {
    try {
      byte[] classFile = emitter.emit();
      return emitter.codeBytes() <= MOST_BYTES ? Optional.of(classFile) : Optional.empty();
    } catch (MethodTooLargeException e) {
      return Optional.empty();
    }
  }

  /** Whether a region can run now: FRAM as it was translated for, and time enough. */
  public boolean admits(Region region, int entry, long cycle, long bound) {
    return cycle + region.entryCost(entry) <= bound
        && framCache.isPlain()
        && !(region.multiplies() && context.multiplier.delaysWrites());
  }

  /** Whether a region was translated for other wait states than there are now. */
  public boolean isStale(Region region) {
    return region.waitStates() != framCache.waitStates();
  }

  /** Runs a region that is admitted. Returns the MCLK cycle reached. */
  public long run(Region region, int entry, long cycle, long bound) {
    return region.run(context, entry, cycle, bound);
  }

  /** The regions that contain the word at an address. */
  public List<Region> containing(int address) {
    return regions.stream().filter(region -> region.contains(address)).toList();
  }

  /** Charges what a region did, and forgets it. Returns how many instructions have retired. */
  public long drop(Region region) {
    regions.remove(region);
    int open = ledger.openRow();
    long retired = region.charge(ledger);
    ledger.open(open);
    return retired;
  }

  /** Drops all regions. Returns how many instructions have retired. */
  public long clear() {
    long retired = charge();
    regions.clear();
    return retired;
  }

  /** Charges what all regions did. Returns how many instructions have retired. */
  public long charge() {
    long retired = 0;
    int open = ledger.openRow();
    for (Region region : regions) {
      retired += region.charge(ledger);
    }
    ledger.open(open);
    return retired;
  }
}
