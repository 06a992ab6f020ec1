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
  // HotSpot's second compiler takes more than proportionally longer for larger methods. A loop that
  // is cut must be entered for each of its parts every time, so loops may be larger.
  private static final int MOST_INSTRUCTIONS = 32;
  private static final int MOST_IN_LOOP = 48;
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

  /** Instructions of the region that begins at an address, as far as one method can hold it. */
  public int sizeOfRegion(int entry) {
    return size(find(entry, MOST_IN_LOOP));
  }

  private static int size(List<Block> blocks) {
    return blocks.stream().mapToInt(block -> block.steps.size()).sum();
  }

  private List<Block> find(int entry, int limit) {
    List<Block> blocks = new RegionFinder(source, translatability::includes, limit).find(entry);
    boolean isLoop = blocks.stream().anyMatch(block -> block.successors.contains(blocks.get(0)));
    return isLoop || size(blocks) <= MOST_INSTRUCTIONS ? blocks : find(entry, MOST_INSTRUCTIONS);
  }

  /** Translates the region that begins at an address, if there is one. */
  public Optional<Region> translate(int entry) {
    int waitStates = framCache.waitStates();
    for (int limit = MOST_IN_LOOP; limit > 0; limit = limit * 2 / 3) {
      List<Block> blocks = find(entry, limit);
      if (blocks.isEmpty()) {
        return Optional.empty();
      }
      Account account = new Account(waitStates);
      RegionEmitter emitter = new RegionEmitter(blocks, context, account, core, waitStates);
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
