// Finds names in texts with Hyperscan, for bench/match-speed.ts. Build: g++ -O3 -o hyperscan hyperscan.cpp -lhs
// Usage: hyperscan literals|unicode NAMES TEXTS; one a line, both UTF-8. Prints JSON: {"compileSeconds", "seconds", "bytes",
// "places", "databaseBytes"}. Names are found in any case, short ones in capitals in this very case; whole words are checked at
// each match, for Hyperscan has no word boundaries in Unicode mode:
//   literals  any ASCII case: the fastest that Hyperscan has
//   unicode   any case of any letter (UTF8, UCP), as names need
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

int main(int argc, char **argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: hyperscan literals|unicode NAMES TEXTS\n");
    return 2;
  }
  const bool asPatterns = std::string(argv[1]) == "unicode";
  const auto names = linesOf(argv[2]);
  const auto texts = linesOf(argv[3]);
  std::vector<std::string> patterns;
  for (const auto &name : names) patterns.push_back(asPatterns ? escaped(name) : name);
  std::vector<const char *> literals;
  std::vector<unsigned> flags, ids;
  std::vector<size_t> lengths;
  for (size_t i = 0; i < names.size(); i++) {
    literals.push_back(patterns[i].c_str());
    lengths.push_back(asPatterns ? names[i].size() : patterns[i].size());
    flags.push_back((isAcronym(names[i]) ? 0 : HS_FLAG_CASELESS) | (asPatterns ? HS_FLAG_UTF8 | HS_FLAG_UCP : 0));
    ids.push_back(static_cast<unsigned>(ids.size()));
  }
  hs_database_t *database = nullptr;
  hs_compile_error_t *error = nullptr;
  const auto compileStart = std::clock();
  const auto status = asPatterns ? hs_compile_multi(literals.data(), flags.data(), ids.data(), literals.size(),
                                                    HS_MODE_BLOCK, nullptr, &database, &error)
                                 : hs_compile_lit_multi(literals.data(), flags.data(), ids.data(), lengths.data(),
                                                        literals.size(), HS_MODE_BLOCK, nullptr, &database, &error);
  if (status != HS_SUCCESS) {
    std::fprintf(stderr, "expected a database, got: %s\n", error->message);
    return 1;
  }
  const double compileSeconds = secondsSince(compileStart);
  hs_scratch_t *scratch = nullptr;
  if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS) return 1;
  size_t databaseBytes = 0;
  hs_database_size(database, &databaseBytes);
  Search search{&lengths, nullptr, 0};
  size_t bytes = 0;
  double seconds = 0;
  std::vector<double> times;
  // Once to warm up, three times to measure; the median counts.
  for (int round = 0; round < 4; round++) {
    search.places = bytes = 0;
    const auto start = std::clock();
    for (const auto &text : texts) {
      search.text = &text;
      bytes += text.size();
      hs_scan(database, text.data(), static_cast<unsigned>(text.size()), 0, scratch, onMatch, &search);
    }
    if (round > 0) times.push_back(secondsSince(start));
  }
  std::sort(times.begin(), times.end());
  seconds = times[1];
  std::printf("{\"compileSeconds\": %.3f, \"seconds\": %.6f, \"bytes\": %zu, \"places\": %zu, \"databaseBytes\": %zu}\n",
              compileSeconds, seconds, bytes, search.places, databaseBytes);
  return 0;
}
