#include "read/source.h"

#include <archive.h>
#include <archive_entry.h>
#include <brotli/encode.h>
#include <gtest/gtest.h>
#include <zdict.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>

namespace deconflict::read {
namespace {

class Memory : public Stream {
 public:
  explicit Memory(std::string bytes) : bytes_(std::move(bytes)) {}
  /// In odd pieces, as a pipe gives them.
  Result<std::size_t> read(char* into, std::size_t count) override {
    const auto now = std::min({count, bytes_.size() - at_, std::size_t{777}});
    bytes_.copy(into, now, at_);
    at_ += now;
    return now;
  }

 private:
  std::string bytes_;
  std::size_t at_ = 0;
};

struct Got {
  std::vector<Document> documents;
  std::vector<Error> problems;
  std::vector<std::string> codes() const {
    std::vector<std::string> codes;
    for (const auto& p : problems) codes.push_back(p.code);
    return codes;
  }
};

using Codes = std::vector<std::string>;

Got get(const std::string& path, const std::string& bytes) {
  Got got;
  read_source(path, std::make_unique<Memory>(bytes), [&](Document&& d, const Piece&) { got.documents.push_back(std::move(d)); }, [&](const Error& e) { got.problems.push_back(e); });
  return got;
}

std::string gzip(const std::string& bytes) {
  z_stream z{};
  EXPECT_EQ(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&z, bytes.size()), '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

std::string zstd(const std::string& bytes, const std::string& dictionary = {}) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_loadDictionary(context, dictionary.data(), dictionary.size());
  out.resize(ZSTD_compress2(context, out.data(), out.size(), bytes.data(), bytes.size()));
  ZSTD_freeCCtx(context);
  return out;
}

std::string brotli(const std::string& bytes) {
  std::string out(BrotliEncoderMaxCompressedSize(bytes.size()), '\0');
  std::size_t size = out.size();
  EXPECT_TRUE(BrotliEncoderCompress(9, 22, BROTLI_MODE_TEXT, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()), &size, reinterpret_cast<std::uint8_t*>(out.data())));
  out.resize(size);
  return out;
}

struct Entry {
  std::string name, bytes, link = {};
};

enum class Format { zip, tar, seven };

std::string packed(const std::vector<Entry>& entries, Format format = Format::zip) {
  std::string out(64U << 20, '\0');
  std::size_t used = 0;
  struct archive* a = archive_write_new();
  if (format == Format::zip) archive_write_set_format_zip(a);
  else if (format == Format::tar) archive_write_set_format_ustar(a);
  else archive_write_set_format_7zip(a);
  archive_write_open_memory(a, out.data(), out.size(), &used);
  for (const auto& e : entries) {
    struct archive_entry* header = archive_entry_new();
    archive_entry_set_pathname(header, e.name.c_str());
    archive_entry_set_filetype(header, e.link.empty() ? AE_IFREG : AE_IFLNK);
    if (!e.link.empty()) archive_entry_set_symlink(header, e.link.c_str());
    archive_entry_set_perm(header, 0644);
    archive_entry_set_size(header, static_cast<la_int64_t>(e.bytes.size()));
    archive_write_header(a, header);
    archive_write_data(a, e.bytes.data(), e.bytes.size());
    archive_entry_free(header);
  }
  archive_write_close(a);
  archive_write_free(a);
  out.resize(used);
  return out;
}

const std::string kLine = "{\"id\":\"n1\",\"text\":\"Shells fell on Tarvan.\"}\n";
const std::string kPage =
    "<!doctype html><html><head><title>Shells on Tarvan</title></head><body><article><h1>Shells on Tarvan</h1><p>Shells fell on the market of Tarvan on Monday, killing four people and "
    "wounding a dozen more, doctors in the town said.</p></article></body></html>";

std::string record(const std::string& type, const std::string& block, const std::string& length = {}, const std::string& address = "https://vale.example/a") {
  return "WARC/1.0\r\nWARC-Type: " + type + "\r\nWARC-Target-URI: " + address + "\r\nWARC-Date: 2031-05-06T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: " +
         (length.empty() ? std::to_string(block.size()) : length) + "\r\n\r\n" + block + "\r\n\r\n";
}

std::string answer(const std::string& body, const std::string& more = {}) { return "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n" + more + "\r\n" + body; }

TEST(Source, LinesPlainAndPackedOnceAndTwice) {
  for (const auto& bytes : {kLine + kLine, gzip(kLine + kLine), gzip(kLine) + gzip(kLine), gzip(gzip(kLine + kLine))}) {
    const auto got = get("news.ndjson.gz", bytes);
    EXPECT_EQ(got.documents.size(), 2U);
    EXPECT_TRUE(got.problems.empty());
  }
  EXPECT_EQ(get("stdin", kLine + "{\"id\":\n" + kLine).problems.front().where, "stdin:2");
}

TEST(Source, APageAndATextOnStdin) {
  EXPECT_EQ(get("stdin", kPage).documents.at(0).title, "Shells on Tarvan");
  EXPECT_EQ(get("stdin", "Shells fell on Tarvan.").documents.at(0).id, "stdin");
}

TEST(Source, AGzipThatIsDamagedGoesOnBehindTheDamage) {
  std::string lines;
  for (int i = 0; i < 200; ++i) lines += "{\"id\":\"m" + std::to_string(i * 7919 % 1000) + "\",\"text\":\"Shells fell on quarter " + std::to_string(i * i) + " of Tarvan.\"}\n";
  std::string first = gzip(lines);
  for (std::size_t i = first.size() / 2; i < first.size() / 2 + 200; ++i) first[i] = '\xFF';
  const auto got = get("news.ndjson.gz", gzip(kLine) + first + gzip(kLine));
  EXPECT_GE(got.documents.size(), 2U);
  EXPECT_EQ(got.documents.back().id, "n1") << "of the last part";
  ASSERT_FALSE(got.problems.empty());
  EXPECT_EQ(got.problems.front().code, "gzip.damaged");
  EXPECT_NE(got.problems.front().where.find(", byte "), std::string::npos);
  const std::string whole = gzip(kPage);
  EXPECT_EQ(get("a.html.gz", whole.substr(0, whole.size() - 20)).codes().front(), "gzip.truncated");
}

TEST(Source, ABombIsLeft) {
  std::string zeros(400U << 20, ' ');
  const std::string bomb = gzip(zeros);
  zeros = {};
  EXPECT_EQ(get("news.ndjson.gz", bomb).codes().back(), "archive.bomb");
  std::string deep = kLine;
  for (int i = 0; i < 6; ++i) deep = gzip(deep);
  EXPECT_EQ(get("news.ndjson.gz", deep).codes(), Codes{"archive.nested"});
}

TEST(Source, AZipOfPagesLinesAndWhatIsNone) {
  const auto got = get("in.zip", packed({{"a/page.html", kPage}, {"lines.ndjson", kLine}, {"packed.ndjson.gz", gzip(kLine)}, {"inner.zip", packed({{"b.txt", "Shells fell."}})}, {"empty.txt", ""}}));
  ASSERT_EQ(got.documents.size(), 4U);
  EXPECT_EQ(got.documents[0].id, "in.zip/a/page.html");
  EXPECT_EQ(got.documents[3].id, "in.zip/inner.zip/b.txt");
  EXPECT_EQ(got.codes(), Codes{"file.empty"});
}

TEST(Source, ArchivesWithinArchives) {
  const std::string tar = packed({{"b.txt", "Shells fell."}, {"c.ndjson.zst", zstd(kLine)}}, Format::tar);
  const auto got = get("in.zip", packed({{"a.txt", "Shells fell on Tarvan."}, {"more.tar.gz", gzip(tar)}, {"more.tar.br", brotli(tar)}, {"last.txt", "All was quiet."}}));
  EXPECT_TRUE(got.problems.empty()) << got.problems.front().text();
  ASSERT_EQ(got.documents.size(), 6U);
  EXPECT_EQ(got.documents[1].id, "in.zip/more.tar/b.txt");
  EXPECT_EQ(got.documents[5].id, "in.zip/last.txt") << "what comes behind an inner archive";
  std::string deep = packed({{"a.txt", "Shells fell."}});
  for (int i = 0; i < 3; ++i) deep = packed({{"in.zip", deep}, {"beside.txt", "Shells fell again."}});
  EXPECT_EQ(get("in.zip", deep).documents.size(), 4U);
  const auto deeper = get("in.zip", packed({{"in.zip", deep}, {"beside.txt", "Shells fell again."}}));
  EXPECT_EQ(deeper.codes(), Codes{"archive.nested"});
  EXPECT_EQ(deeper.documents.size(), 4U) << "what stands beside it is read";
}

TEST(Source, SevenZipWhichHasItsContentsAtTheEnd) {
  const auto got = get("in.7z", packed({{"a.html", kPage}, {"b.txt", "Shells fell."}, {"in.zip", packed({{"c.txt", "Shells fell again."}})}}, Format::seven));
  EXPECT_TRUE(got.problems.empty()) << got.problems.front().text();
  ASSERT_EQ(got.documents.size(), 3U);
  EXPECT_EQ(got.documents[2].id, "in.7z/in.zip/c.txt");
}

TEST(Source, AnArchiveOfABombIsLeft) {
  // Each layer in proportion to the one around it; the innermost is not to the file.
  std::string much;
  for (int i = 0; i < 40; ++i) much += std::string(1U << 20, static_cast<char>('a' + i % 26)) + "\n";
  const std::string inner = packed({{"a.txt", much}, {"b.txt", much}, {"c.txt", much}});
  const auto got = get("in.zip", packed({{"x.zip", inner}}));
  EXPECT_LE(got.documents.size(), 2U);
  ASSERT_FALSE(got.problems.empty());
  EXPECT_TRUE(std::all_of(got.problems.begin(), got.problems.end(), [](const Error& e) { return e.code == "archive.bomb" || e.code == "file.too_large"; })) << got.problems.front().text();
}

TEST(Source, ZstandardAndBrotli) {
  EXPECT_EQ(get("news.ndjson.zst", zstd(kLine) + zstd(kLine)).documents.size(), 2U) << "frame after frame";
  EXPECT_EQ(get("news.ndjson.br", brotli(kLine + kLine)).documents.size(), 2U);
  EXPECT_EQ(get("stdin", zstd(gzip(kLine))).documents.size(), 1U) << "one in the other";
  EXPECT_EQ(get("a.html.br", brotli(kPage)).documents.at(0).id, "a.html");
  std::string lines;
  for (int i = 0; i < 3000; ++i) lines += "{\"id\":\"m" + std::to_string(i) + "\",\"text\":\"Shells fell on quarter " + std::to_string(i * 7919 % 10007) + " of Tarvan.\"}\n";
  for (const auto& [name, whole] : {std::pair<std::string, std::string>{"zstd", zstd(lines)}, {"brotli", brotli(lines)}}) {
    const std::string path = name == "zstd" ? "news.ndjson.zst" : "news.ndjson.br";
    EXPECT_EQ(get(path, whole).documents.size(), 3000U);
    EXPECT_EQ(get(path, whole.substr(0, whole.size() - 9)).codes().back(), name + ".truncated");
    std::string damaged = whole;
    for (std::size_t i = damaged.size() / 2; i < damaged.size() / 2 + 60; ++i) damaged[i] = '\xFF';
    EXPECT_EQ(get(path, damaged).codes().back(), name + ".damaged");
  }
  EXPECT_EQ(get("news.ndjson.zst", zstd(std::string(400U << 20, ' '))).codes().back(), "archive.bomb");
  EXPECT_EQ(get("news.ndjson.br", brotli(std::string(400U << 20, ' '))).codes().back(), "archive.bomb");
  EXPECT_EQ(get("news.ndjson.br", kLine).codes(), Codes{"brotli.damaged"}) << "its name says so, and it is not";
}

TEST(Source, PathsAndLinksThatLeadOutOfAnArchive) {
  const auto got = get("in.tar", packed({{"../../etc/cron.txt", "Shells fell."}, {"/root/b.txt", "Shells fell again."}, {"link.txt", "", "/etc/passwd"}}, Format::tar));
  ASSERT_EQ(got.documents.size(), 2U);
  EXPECT_EQ(got.documents[0].id, "in.tar/etc/cron.txt");
  EXPECT_EQ(got.documents[1].id, "in.tar/root/b.txt");
  EXPECT_EQ(got.codes(), (Codes{"archive.path", "archive.path", "archive.link"}));
}

TEST(Source, AZipThatBreaksOffGivesWhatCameBefore) {
  const std::string zip = packed({{"a.txt", "Shells fell on Tarvan."}, {"b.html", kPage}});
  const auto got = get("in.zip", zip.substr(0, zip.size() / 2));
  EXPECT_GE(got.documents.size(), 1U);
  ASSERT_FALSE(got.problems.empty());
  EXPECT_EQ(got.problems.front().code, "archive.damaged");
}

TEST(Warc, AnswersOfAllEncodings) {
  const std::string chunked = "40\r\n" + kPage.substr(0, 0x40) + "\r\n" + "fff\r\n" + kPage.substr(0x40) + "\r\n0\r\n\r\n";
  std::string bytes = record("warcinfo", "software: none") + record("response", answer(kPage)) + record("response", answer(gzip(kPage), "Content-Encoding: gzip\r\n")) +
                      record("response", answer(gzip(gzip(kPage)), "Content-Encoding: gzip\r\n")) + record("response", answer(gzip(kPage))) +
                      record("response", answer(kPage, "Content-Encoding: gzip\r\nContent-Length: 7\r\n")) + record("response", answer(chunked, "Transfer-Encoding: chunked\r\n")) +
                      record("request", "GET / HTTP/1.1\r\n\r\n") + record("response", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n" + kPage);
  for (const auto& all : {bytes, gzip(bytes)}) {
    const auto got = get("crawl.warc.gz", all);
    EXPECT_TRUE(got.problems.empty()) << got.problems.front().text();
    ASSERT_EQ(got.documents.size(), 6U);
    for (const auto& d : got.documents) {
      EXPECT_EQ(d.title, "Shells on Tarvan");
      EXPECT_EQ(d.url, "https://vale.example/a");
      EXPECT_EQ(d.id, "https://vale.example/a (2031-05-06T10:00:00Z)");
    }
  }
}

TEST(Warc, AnswersPackedByBrotliAndZstandard) {
  const std::string bytes = record("response", answer(brotli(kPage), "Content-Encoding: br\r\n")) + record("response", answer(zstd(kPage), "Content-Encoding: zstd\r\n")) +
                            record("response", answer(brotli(gzip(kPage)), "Content-Encoding: gzip, br\r\n")) + record("response", answer(kPage, "Content-Encoding: br\r\n"));
  for (const auto& all : {bytes, zstd(bytes)}) {
    const auto got = get("crawl.warc", all);
    EXPECT_TRUE(got.problems.empty()) << got.problems.front().text();
    ASSERT_EQ(got.documents.size(), 4U);
    for (const auto& d : got.documents) EXPECT_EQ(d.title, "Shells on Tarvan");
  }
  EXPECT_EQ(get("crawl.warc", record("response", answer("\xFF\xFE no page \xFF", "Content-Encoding: br\r\n"))).codes(), Codes{"brotli.damaged"});
}

TEST(Warc, AZstandardFileWithTheDictionaryOfItsFrames) {
  std::string samples;
  std::vector<std::size_t> sizes;
  for (int i = 0; i < 400; ++i) {
    const std::string one = record("response", answer(kPage + std::to_string(i * 7919)));
    samples += one;
    sizes.push_back(one.size());
  }
  std::string dictionary(4096, '\0');
  dictionary.resize(ZDICT_trainFromBuffer(dictionary.data(), dictionary.size(), samples.data(), sizes.data(), static_cast<unsigned>(sizes.size())));
  for (const auto& held : {dictionary, zstd(dictionary)}) {
    std::string head = "\x5D\x2A\x4D\x18";
    for (unsigned shift = 0; shift < 32; shift += 8) head += static_cast<char>(held.size() >> shift & 0xFFU);
    const auto got = get("crawl.warc.zst", head + held + zstd(record("response", answer(kPage)), dictionary) + zstd(record("response", answer(kPage)), dictionary));
    EXPECT_TRUE(got.problems.empty()) << got.problems.front().text();
    EXPECT_EQ(got.documents.size(), 2U);
  }
}

TEST(Warc, LyingLengthsArePutRight) {
  for (const char* lie : {"10", "0", "100000", "99999999999", "nonsense", "-1"}) {
    const auto got = get("crawl.warc", record("response", answer(kPage)) + record("response", answer(kPage), lie) + record("response", answer(kPage)));
    EXPECT_EQ(got.documents.size(), 3U) << lie;
    EXPECT_EQ(got.codes(), Codes{"warc.length"}) << lie;
    EXPECT_NE(got.problems.front().where.find("crawl.warc, record 2, byte "), std::string::npos);
  }
}

TEST(Warc, TheLastRecordsLieAndTheEncodingOfTheAnswer) {
  EXPECT_EQ(get("crawl.warc", record("response", answer(kPage), "99999999999")).documents.size(), 1U);
  const std::string page = "HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=windows-1251\r\n\r\n<html><head><title>\xC2\xE7\xF0\xFB\xE2</title></head><body><p>Shells fell on Tarvan.</p></body></html>";
  EXPECT_EQ(get("crawl.warc", record("response", page)).documents.at(0).title, "Взрыв");
}

TEST(Warc, AHeaderThatBreaksOffDoesNotTakeTheNextRecord) {
  const auto got = get("a.warc", record("response", answer(kPage), {}, "https://vale.example/1") + "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://va\n" +
                                     record("response", answer(kPage), {}, "https://vale.example/3"));
  ASSERT_EQ(got.documents.size(), 2U);
  EXPECT_EQ(got.documents[1].url, "https://vale.example/3");
  EXPECT_EQ(got.codes(), Codes{"warc.header"});
}

TEST(Source, AMessageNamesThePackedFileOnce) {
  const std::string whole = gzip(kLine + kLine);
  const auto cut = get("news.ndjson.gz", whole.substr(0, whole.size() - 12));
  ASSERT_FALSE(cut.problems.empty());
  for (const auto& p : cut.problems) EXPECT_TRUE(p.where.starts_with("news.ndjson.gz,") || p.where.starts_with("news.ndjson.gz:")) << p.where;
  EXPECT_TRUE(get("fake.br", "no Brotli at all").problems.at(0).where.starts_with("fake.br,"));
}

TEST(Source, LinesInWideCharacters) {
  std::string wide = "\xFF\xFE";
  for (const char c : kLine) wide += {c, '\0'};
  const auto got = get("news.ndjson", wide);
  ASSERT_EQ(got.documents.size(), 1U);
  EXPECT_EQ(got.documents[0].text, "Shells fell on Tarvan.");
}

TEST(Warc, WhatBreaksOffAndWhatStandsBetween) {
  const std::string whole = record("response", answer(kPage));
  auto got = get("crawl.warc", whole + whole.substr(0, whole.size() - 60));
  EXPECT_EQ(got.documents.size(), 2U);
  EXPECT_EQ(got.codes(), Codes{"warc.truncated"});
  got = get("crawl.warc", whole + "a stray line\r\nand another\r\n" + whole);
  EXPECT_EQ(got.documents.size(), 2U);
  EXPECT_FALSE(got.problems.empty());
  EXPECT_EQ(get("crawl.warc", "WARC/1.0\r\nno end of the header").codes().front(), "warc.header");
}

}  // namespace
}  // namespace deconflict::read
