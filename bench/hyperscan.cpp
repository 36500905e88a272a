// Finds names in texts with Hyperscan, for bench/match-speed.ts. Build: g++ -O3 -o hyperscan hyperscan.cpp -lhs
// Usage: hyperscan literals|folded|unicode|normalised NAMES TEXTS; one a line, both UTF-8. Prints JSON: {"compileSeconds", "seconds", "bytes",
// "places", "databaseBytes"}. Names are found in any case, short ones in capitals in this very case, as whole words. Hyperscan has no
// word boundaries in Unicode mode, so those are checked at each match; none of its flags that cost time is set (no start of match):
//   literals  any case of ASCII letters only: "MÜLLER" is not found for "Müller"
//   folded    any case of Latin letters: names and texts are written small before (that counts), acronyms sought in the text as it is
//   unicode   any case of any letter, by Hyperscan itself (UTF8, UCP)
//   normalised  the form that comes closest to what lib/matching does: names and texts are written small, without accents, umlauts and "ss" as one
//             letter, hyphens as spaces, without invisible characters (that counts); -s, -es and 's may follow; each place is mapped back to
//             the text. Acronyms are sought in the text as it is: in small letters those of two letters would be everywhere
// The first three leave out what lib/matching does besides: inflection, umlauts and accents written otherwise, hyphen or space between
// words, and signs beyond ASCII, which here count as letters. All leave out endings within a name, compounds, the longest of overlapping names
// (here each is counted), and the closer look at a match ("Uber" is not "über").
#include <hs/hs.h>

#include <algorithm>
#include <ctime>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

/** Of processor time, as for the others. */
static double secondsSince(std::clock_t start) { return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC; }

static std::vector<std::string> linesOf(const char *path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);)
    if (!line.empty()) lines.push_back(line);
  return lines;
}

/** Short and in capitals, as lib/matching/alias-shape.ts has it, but for ASCII only. */
static bool isAcronym(const std::string &name) {
  if (name.size() > 5) return false;
  for (unsigned char letter : name)
    if (letter < 'A' || letter > 'Z') return false;
  return true;
}

static std::string escaped(const std::string &name) {
  std::string pattern;
  for (char letter : name) {
    if (std::string("\\.+*?()[]{}|^$&-#").find(letter) != std::string::npos) pattern += '\\';
    pattern += letter;
  }
  return pattern;
}

/** Bytes beyond ASCII are taken for letters. */
static bool isLetter(unsigned char byte) { return byte >= 0x80 || std::isalnum(byte); }

/** Small letters of ASCII and, since two bytes stay two bytes there, of Latin-1 and Latin Extended-A. */
static void writeSmall(std::string &text) {
  for (size_t i = 0; i < text.size(); i++) {
    const unsigned char byte = text[i];
    if (byte >= 'A' && byte <= 'Z') text[i] |= 0x20;
    if (byte < 0xC3 || byte > 0xC5 || i + 1 == text.size()) continue;
    const unsigned code = ((byte & 0x1F) << 6) | (text[i + 1] & 0x3F);
    unsigned small = code;
    if (code >= 0xC0 && code <= 0xDE && code != 0xD7) small = code + 32;
    // Pairs of a capital and its small letter; in two ranges the capital is the odd one. The four letters without a pair here stay.
    const bool isOdd = (code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17E);
    const bool isAlone = code == 0x130 || code == 0x138 || code == 0x149 || code == 0x178 || code == 0x17F;
    if (code >= 0x100 && !isAlone && (code & 1) == (isOdd ? 1 : 0)) small = code + 1;
    text[i] = static_cast<char>(0xC0 | (small >> 6));
    text[++i] = static_cast<char>(0x80 | (small & 0x3F));
  }
}

/** A text as the normalised form searches it, and where each of its bytes came from. */
struct Normalised {
  std::string text;
  std::vector<unsigned> offsets;
};

/** Base letters of U+00C0 to U+017F, "." for what is no letter. */
static const char latin[] =
    "aaaaaaaceeeeiiiidnooooo.ouuuuypsaaaaaaaceeeeiiiidnooooo.ouuuuypyaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooo"
    "oorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

static void normalise(const std::string &given, Normalised &into) {
  into.text.resize(given.size());
  into.offsets.resize(given.size() + 1);
  char *out = into.text.data();
  unsigned *offsets = into.offsets.data();
  size_t count = 0;
  char before = 0, second = 0;
  for (size_t i = 0; i < given.size();) {
    const size_t from = i;
    unsigned char byte = given[i++];
    char letter = static_cast<char>(byte);
    if (byte >= 'A' && byte <= 'Z') letter |= 0x20;
    else if (byte == '-') letter = ' ';
    else if (byte >= 0xC3 && byte <= 0xC5 && i < given.size()) letter = latin[(((byte & 0x1F) << 6) | (given[i++] & 0x3F)) - 0xC0];
    else if (byte == 0xC2 && i < given.size()) {
      const unsigned char next = given[i++];
      if (next == 0xAD) continue;
      letter = ' ';
    } else if ((byte == 0xCC || byte == 0xCD) && i < given.size()) {
      i++;
      continue;
    } else if (byte == 0xE2 && i + 1 < given.size()) {
      const unsigned char third = given[i + 1];
      i += 2;
      letter = third == 0x99 ? '\'' : ' ';
    }
    const bool isUmlaut =
        letter == 'e' && (before == 'a' || before == 'o' || (before == 'u' && second != 'e' && second != 'a' && second != 'q'));
    const bool isDouble = letter == 's' && before == 's';
    second = before;
    before = letter;
    if (isUmlaut || isDouble) continue;
    offsets[count] = static_cast<unsigned>(from);
    out[count++] = letter;
  }
  offsets[count] = static_cast<unsigned>(given.size());
  into.text.resize(count);
}

struct Search {
  const std::vector<size_t> *lengths;
  const std::string *text;
  size_t places;
};

static int onMatch(unsigned id, unsigned long long, unsigned long long to, unsigned, void *context) {
  auto *search = static_cast<Search *>(context);
  const std::string &text = *search->text;
  const size_t from = to - (*search->lengths)[id];
  const bool whole = (from == 0 || !isLetter(text[from - 1])) && (to == text.size() || !isLetter(text[to]));
  if (whole) search->places++;
  return 0;
}

/** What the callback needs to tell a place of the normalised text. */
struct NormalisedSearch {
  const Normalised *normalised;
  const std::vector<size_t> *lengths;
  size_t places;
  /** Of the places, so that nobody leaves out the mapping. */
  size_t sum;
};

static int onNormalisedMatch(unsigned id, unsigned long long, unsigned long long to, unsigned, void *context) {
  auto *search = static_cast<NormalisedSearch *>(context);
  const std::string &text = search->normalised->text;
  const size_t from = to - (*search->lengths)[id];
  if (from > 0 && isLetter(text[from - 1])) return 0;
  size_t end = to;
  if (text.compare(end, 2, "'s") == 0) end += 2;
  else if (text.compare(end, 2, "es") == 0) end += 2;
  else if (text.compare(end, 1, "s") == 0) end += 1;
  if (end < text.size() && isLetter(text[end])) return 0;
  search->places++;
  search->sum += search->normalised->offsets[from] + search->normalised->offsets[to];
  return 0;
}

/** Some names, compiled together. */
struct Names {
  std::vector<std::string> patterns;
  std::vector<unsigned> flags;
  /** In bytes, of the names as they stand in a text. */
  std::vector<size_t> lengths;
  hs_database_t *database = nullptr;
  hs_scratch_t *scratch = nullptr;

  void add(const std::string &pattern, unsigned flag, size_t length) {
    patterns.push_back(pattern);
    flags.push_back(flag);
    lengths.push_back(length);
  }

  void compile(bool asPatterns) {
    std::vector<const char *> starts;
    std::vector<unsigned> ids;
    for (const auto &pattern : patterns) {
      ids.push_back(static_cast<unsigned>(starts.size()));
      starts.push_back(pattern.c_str());
    }
    hs_compile_error_t *error = nullptr;
    const unsigned count = static_cast<unsigned>(starts.size());
    const auto status = asPatterns ? hs_compile_multi(starts.data(), flags.data(), ids.data(), count, HS_MODE_BLOCK,
                                                      nullptr, &database, &error)
                                   : hs_compile_lit_multi(starts.data(), flags.data(), ids.data(), lengths.data(), count,
                                                          HS_MODE_BLOCK, nullptr, &database, &error);
    if (status == HS_SUCCESS && hs_alloc_scratch(database, &scratch) == HS_SUCCESS) return;
    std::fprintf(stderr, "expected a database, got: %s\n", error ? error->message : "no room for a search");
    std::exit(1);
  }

  void scan(const std::string &text, match_event_handler onPlace, void *context) const {
    hs_scan(database, text.data(), static_cast<unsigned>(text.size()), 0, scratch, onPlace, context);
  }

  size_t places(const std::string &text) const {
    Search search{&lengths, &text, 0};
    scan(text, onMatch, &search);
    return search.places;
  }
};

int main(int argc, char **argv) {
  const std::string mode = argc == 4 ? argv[1] : "";
  if (mode != "literals" && mode != "folded" && mode != "unicode" && mode != "normalised") {
    std::fprintf(stderr, "usage: hyperscan literals|folded|unicode|normalised NAMES TEXTS\n");
    return 2;
  }
  const bool asPatterns = mode == "unicode";
  const bool isFolded = mode == "folded";
  const bool isNormalised = mode == "normalised";
  Normalised normalised;
  const auto texts = linesOf(argv[3]);
  // Sought in the text as it is, and in the text written small.
  Names names, small;
  for (auto name : linesOf(argv[2])) {
    const unsigned flag = (isAcronym(name) ? 0 : HS_FLAG_CASELESS) | (asPatterns ? HS_FLAG_UTF8 | HS_FLAG_UCP : 0);
    if (isNormalised && !isAcronym(name)) {
      normalise(name, normalised);
      small.add(normalised.text, 0, normalised.text.size());
    } else if (isFolded && !isAcronym(name)) {
      writeSmall(name);
      small.add(name, 0, name.size());
    } else names.add(asPatterns ? escaped(name) : name, flag, name.size());
  }
  const auto compileStart = std::clock();
  size_t databaseBytes = 0;
  for (Names *each : {&names, &small}) {
    if (each->patterns.empty()) continue;
    each->compile(asPatterns);
    size_t bytes = 0;
    hs_database_size(each->database, &bytes);
    databaseBytes += bytes;
  }
  const double compileSeconds = secondsSince(compileStart);
  size_t bytes = 0, places = 0, sum = 0;
  std::string smallText;
  std::vector<double> times;
  // Once to warm up, then as often as there is time for, as in match-speed.ts; the median counts.
  double measured = 0;
  for (int round = 0; round < 4 || (round < 26 && measured < 2); round++) {
    places = bytes = 0;
    const auto start = std::clock();
    for (const auto &text : texts) {
      bytes += text.size();
      if (names.database) places += names.places(text);
      if (!small.database) continue;
      if (isNormalised) {
        normalise(text, normalised);
        NormalisedSearch search{&normalised, &small.lengths, 0, 0};
        small.scan(normalised.text, onNormalisedMatch, &search);
        places += search.places;
        sum += search.sum;
        continue;
      }
      smallText.assign(text);
      writeSmall(smallText);
      places += small.places(smallText);
    }
    if (round == 0) continue;
    times.push_back(secondsSince(start));
    measured += times.back();
  }
  std::sort(times.begin(), times.end());
  std::printf("{\"compileSeconds\": %.3f, \"seconds\": %.6f, \"bytes\": %zu, \"places\": %zu, \"databaseBytes\": %zu, \"offsets\": %zu}\n",
              compileSeconds, times[times.size() / 2], bytes, places, databaseBytes, sum);
  return 0;
}
