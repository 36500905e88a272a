// Finds names in texts with Hyperscan, for bench/match-speed.ts. Build: g++ -O3 -o hyperscan hyperscan.cpp -lhs
// Usage: hyperscan literals|folded|unicode NAMES TEXTS; one a line, both UTF-8. Prints JSON: {"compileSeconds", "seconds", "bytes",
// "places", "databaseBytes"}. Names are found in any case, short ones in capitals in this very case, as whole words. Hyperscan has no
// word boundaries in Unicode mode, so those are checked at each match; none of its flags that cost time is set (no start of match):
//   literals  any case of ASCII letters only: "MÜLLER" is not found for "Müller"
//   folded    any case of Latin letters: names and texts are written small before (that counts), acronyms sought in the text as it is
//   unicode   any case of any letter, by Hyperscan itself (UTF8, UCP)
// All leave out what lib/matching does besides: inflection, compounds, umlauts and accents written otherwise, hyphen or space between
// words, the longest of overlapping names (here each is counted), and signs beyond ASCII, which here count as letters.
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

  size_t places(const std::string &text) const {
    Search search{&lengths, &text, 0};
    hs_scan(database, text.data(), static_cast<unsigned>(text.size()), 0, scratch, onMatch, &search);
    return search.places;
  }
};

int main(int argc, char **argv) {
  const std::string mode = argc == 4 ? argv[1] : "";
  if (mode != "literals" && mode != "folded" && mode != "unicode") {
    std::fprintf(stderr, "usage: hyperscan literals|folded|unicode NAMES TEXTS\n");
    return 2;
  }
  const bool asPatterns = mode == "unicode";
  const bool isFolded = mode == "folded";
  const auto texts = linesOf(argv[3]);
  // Sought in the text as it is, and in the text written small.
  Names names, small;
  for (auto name : linesOf(argv[2])) {
    const unsigned flag = (isAcronym(name) ? 0 : HS_FLAG_CASELESS) | (asPatterns ? HS_FLAG_UTF8 | HS_FLAG_UCP : 0);
    if (isFolded && !isAcronym(name)) {
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
  size_t bytes = 0, places = 0;
  std::string smallText;
  std::vector<double> times;
  // Once to warm up, three times to measure; the median counts.
  for (int round = 0; round < 4; round++) {
    places = bytes = 0;
    const auto start = std::clock();
    for (const auto &text : texts) {
      bytes += text.size();
      if (names.database) places += names.places(text);
      if (!small.database) continue;
      smallText.assign(text);
      writeSmall(smallText);
      places += small.places(smallText);
    }
    if (round > 0) times.push_back(secondsSince(start));
  }
  std::sort(times.begin(), times.end());
  std::printf("{\"compileSeconds\": %.3f, \"seconds\": %.6f, \"bytes\": %zu, \"places\": %zu, \"databaseBytes\": %zu}\n",
              compileSeconds, times[1], bytes, places, databaseBytes);
  return 0;
}
