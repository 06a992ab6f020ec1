package org.unit430.simulator.translate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.LimitExceededException;
import org.objectweb.asm.MethodTooLargeException;
import org.unit430.simulator.event.EventLedger;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.memory.FramCache;

/** Translates the regions of one machine, runs them and keeps their account. */
public final class Translator {
  private static final int MOST_INSTRUCTIONS = 256;

  // Of all rounds of a loop that become one block.
  private static final int MOST_UNROLLED = 72;

  // Visits of a region beyond the first, for its compilation to pay, as measured.
  private static final int EFFORT_OF_INSTRUCTION = 20;

  // HotSpot inlines nothing beyond 8,000 bytes (DesiredMethodLimit), nor does it compile methods
  // that are longer themselves (HugeMethodLimit).
  private static final int MOST_BYTES = 7900;

  // Up to which a loop is a region for each of its entries, and beyond which one for all of them:
  // C2 makes less of a loop that can be entered in several places, but takes long for long regions.
  private static final int MOST_BYTES_ALONE = 4500;

  private final RegionContext context;
  private final FramCache framCache;
  private final EventLedger ledger;
  private final CpuCore core;
  private final CodeSource source;
  private final Translatability translatability;
  private final BlockSplitter splitter;
  private final LoopUnroller unroller;
  private final List<Region> regions = new ArrayList<>();

  private final PointerHints hints = new PointerHints();

  /** Entries of regions that were refused for what registers pointed to. */
  private final Set<Integer> guessedWrong = new HashSet<>();

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
    this.splitter = new BlockSplitter(context, core);
    this.unroller = new LoopUnroller(context, core);
  }

  /** How often the region that begins at an address should be needed before it is translated. */
  public int effort(int entry) {
    int instructions = 0;
    for (Block block : collect(entry, MOST_INSTRUCTIONS, false)) {
      instructions += block.steps.size();
    }
    return EFFORT_OF_INSTRUCTION * instructions;
  }

  private List<Block> collect(int entry, int limit, boolean joins) {
    return new RegionFinder(
            source,
            translatability::includes,
            this::isEntry,
            this::isLoopEntry,
            this::entersLoop,
            limit)
        .find(entry, joins);
  }

  private boolean isEntry(int address) {
    return regions.stream().anyMatch(region -> region.isEntry(address));
  }

  private boolean isLoopEntry(int address) {
    return regions.stream().anyMatch(region -> region.isLoop() && region.isEntry(address));
  }

  private boolean entersLoop(int from, int to) {
    return regions.stream()
        .anyMatch(region -> region.isLoop() && region.contains(to) && !region.contains(from));
  }

  /** Loops that can be entered at no other address than a region, which are not needed any more. */
  public List<Region> replacedBy(Region newer) {
    return regions.stream()
        .filter(region -> region != newer && region.isLoop() && newer.replaces(region))
        .toList();
  }

  /** Translates the region that begins at an address, if there is one. */
  public Optional<Region> translate(int entry) {
    int waitStates = framCache.waitStates();
    int limit = MOST_INSTRUCTIONS;
    int unrolled = MOST_UNROLLED;
    boolean joins = false;
    while (limit > 0) {
      List<Block> blocks = ReturnSplitter.split(splitter.split(collect(entry, limit, joins)));
      if (blocks.isEmpty() || blocks.get(0).start != entry) {
        return Optional.empty();
      }
      boolean guesses =
          blocks.stream().noneMatch(block -> block.isEntry && guessedWrong.contains(block.start));
      List<Block> all = unroller.unroll(blocks, unrolled);
      Account account = new Account(waitStates);
      RegionEmitter emitter =
          new RegionEmitter(all, context, account, core, waitStates, guesses, hints);
      Optional<byte[]> classFile = classFile(emitter);
      if (!joins && emitter.codeBytes() > MOST_BYTES_ALONE && hasOtherEntries(blocks)) {
        joins = true;
        continue;
      }
      if (classFile.isPresent()) {
        Region region =
            new Region(
                RegionClasses.shared().load(classFile.get()),
                account,
                blocks,
                emitter::costFrom,
                waitStates,
                emitter.multiplies(),
                guesses);
        regions.add(region);
        hints.note(blocks, context.registers);
        return Optional.of(region);
      }
      // Fewer rounds of its loops first: a region that ends within a loop is worth little.
      if (all.size() > blocks.size()) {
        unrolled /= 2;
      } else {
        limit = shorter(limit, blocks, emitter.codeBytes());
      }
    }
    return Optional.empty();
  }

  /** Whether there are loops that begin at other addresses of a region than its first. */
  private boolean hasOtherEntries(List<Block> blocks) {
    return blocks.stream()
        .flatMap(block -> block.steps.stream())
        .mapToInt(Step::address)
        .anyMatch(address -> address != blocks.get(0).start && isLoopEntry(address));
  }

  private static Optional<byte[]> classFile(RegionEmitter emitter) {
    try {
      byte[] classFile = emitter.emit();
      return emitter.codeBytes() <= MOST_BYTES ? Optional.of(classFile) : Optional.empty();
    } catch (MethodTooLargeException | LimitExceededException e) {
      return Optional.empty();
    }
  }

  /** A limit with which a region that came to too many bytes may be short enough. */
  private static int shorter(int limit, List<Block> blocks, int bytes) {
    int instructions = blocks.stream().mapToInt(block -> block.steps.size()).sum();
    return Math.min(limit * 7 / 8, instructions * MOST_BYTES / bytes);
  }

  /** Whether FRAM is as regions are translated for. */
  public boolean isReady() {
    return framCache.isPlain();
  }

  /** Whether regions that use the multiplier can have its registers. */
  public boolean lendsMultiplier() {
    return context.multiplier != null && context.multiplier.isOrdinary();
  }

  /**
   * A region has been refused too often; its code is translated without guesses from now on.
   *
   * @return false if it was translated so already
   */
  public boolean guessesNoMore(Region region) {
    boolean isNew = false;
    hints.forget(region::contains);
    for (int entry : region.entries()) {
      isNew |= guessedWrong.add(entry);
    }
    return isNew;
  }

  /** Whether a region was translated for other wait states than there are now. */
  public boolean isStale(Region region) {
    return region.waitStates() != framCache.waitStates();
  }

  /** Runs a region that is admitted. Returns the MCLK cycle reached. */
  public long run(Region region, int entry, long cycle, long bound) {
    return region.run(context, entry, cycle, bound);
  }

  /** The word at an address is no longer what it was. Returns the regions that contain it. */
  public List<Region> rewritten(int address) {
    List<Region> containing = regions.stream().filter(region -> region.contains(address)).toList();
    containing.forEach(region -> hints.forget(region::contains));
    return containing;
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
    guessedWrong.clear();
    hints.clear();
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
