#include "core/der.hpp"

#include <gtest/gtest.h>

#include <initializer_list>

namespace palmkey::core::der {
namespace {

Bytes bytes(std::initializer_list<std::uint8_t> values) {
  return values;
}

template <class T>
bool is_malformed(const Result<T>& result) {
  return !result && result.error() == Error::malformed;
}

TEST(DerReader, ReadsNestedElementsAndSeesTheEnd) {
  const Bytes input = bytes({0x30, 0x06, 0x02, 0x01, 0x05, 0x01, 0x01, 0xff});
  Reader outer(input);
  auto inner = outer.sequence();
  ASSERT_TRUE(inner);
  EXPECT_TRUE(outer.at_end());
  EXPECT_EQ(*inner->small_integer(), 5u);
  EXPECT_TRUE(is_malformed(inner->expect_end()));
  EXPECT_TRUE(*inner->boolean());
  EXPECT_TRUE(inner->expect_end());
  EXPECT_TRUE(is_malformed(inner->any()));
  EXPECT_FALSE(inner->peek());
}

TEST(DerReader, OptionalLeavesAnotherElementAlone) {
  const Bytes input = bytes({0x02, 0x01, 0x05});
  Reader reader(input);
  auto other = reader.optional(Tag::octet_string);
  ASSERT_TRUE(other);
  EXPECT_FALSE(*other);
  auto integer = reader.optional(Tag::integer);
  ASSERT_TRUE(integer);
  EXPECT_TRUE(*integer);
  EXPECT_TRUE(reader.at_end());
  EXPECT_FALSE(*reader.optional(Tag::integer));
}

TEST(DerReader, OptionalFailsOnATornElementOfItsTag) {
  const Bytes input = bytes({0x02, 0x02, 0x05});
  Reader reader(input);
  EXPECT_TRUE(is_malformed(reader.optional(Tag::integer)));
}

TEST(DerReader, RefusesAnotherTag) {
  const Bytes input = bytes({0x31, 0x00});
  EXPECT_TRUE(is_malformed(Reader(input).sequence()));
  EXPECT_TRUE(Reader(input).constructed(Tag::set));
}

TEST(DerReader, RefusesIndefiniteLength) {
  EXPECT_TRUE(is_malformed(Reader(bytes({0x30, 0x80, 0x00, 0x00})).sequence()));
}

TEST(DerReader, RefusesLengthsThatAreNotMinimal) {
  EXPECT_TRUE(is_malformed(Reader(bytes({0x04, 0x81, 0x01, 0x00})).octets()));
  Bytes two_bytes_for_200 = bytes({0x04, 0x82, 0x00, 0xc8});
  two_bytes_for_200.resize(4 + 200);
  EXPECT_TRUE(is_malformed(Reader(two_bytes_for_200).octets()));
  Bytes one_byte_for_200 = bytes({0x04, 0x81, 0xc8});
  one_byte_for_200.resize(3 + 200);
  EXPECT_EQ(Reader(one_byte_for_200).octets()->size(), 200u);
}

TEST(DerReader, RefusesLengthsBeyondTheInput) {
  EXPECT_TRUE(is_malformed(Reader(bytes({0x04})).octets()));
  EXPECT_TRUE(is_malformed(Reader(bytes({0x04, 0x02, 0x00})).octets()));
  EXPECT_TRUE(is_malformed(Reader(bytes({0x04, 0x84, 0xff, 0xff, 0xff, 0xff, 0x00})).octets()));
  EXPECT_TRUE(is_malformed(Reader(bytes({0x04, 0x85, 0x01, 0x00, 0x00, 0x00, 0x00})).octets()));
  EXPECT_TRUE(is_malformed(Reader(bytes({0x04, 0x82, 0x01})).octets()));
}

TEST(DerReader, RefusesTagNumbersAbove30) {
  EXPECT_TRUE(is_malformed(Reader(bytes({0x1f, 0x81, 0x00, 0x00})).any()));
}

TEST(DerReader, RefusesIntegersThatAreNegativeOrNotMinimal) {
  EXPECT_EQ(*Reader(bytes({0x02, 0x01, 0x7f})).small_integer(), 127u);
  EXPECT_EQ(*Reader(bytes({0x02, 0x02, 0x00, 0x80})).small_integer(), 128u);
  EXPECT_TRUE(is_malformed(Reader(bytes({0x02, 0x00})).small_integer()));
  EXPECT_TRUE(is_malformed(Reader(bytes({0x02, 0x01, 0x80})).small_integer()));
  EXPECT_TRUE(is_malformed(Reader(bytes({0x02, 0x02, 0x00, 0x7f})).small_integer()));
}

TEST(DerReader, BoundsSmallIntegers) {
  EXPECT_EQ(*Reader(bytes({0x02, 0x08, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff})).small_integer(),
            0x7fffffffffffffffu);
  EXPECT_TRUE(is_malformed(
      Reader(bytes({0x02, 0x09, 0x00, 0x80, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00})).small_integer()));
}

TEST(DerReader, PadsAndBoundsIntegersOf256Bits) {
  EXPECT_EQ((*Reader(bytes({0x02, 0x01, 0x05})).integer32())[31], 5);
  Bytes largest = bytes({0x02, 0x21, 0x00});
  largest.resize(3 + 32, 0xff);
  EXPECT_EQ((*Reader(largest).integer32())[0], 0xff);
  Bytes larger = bytes({0x02, 0x21, 0x01});
  larger.resize(3 + 32, 0xff);
  EXPECT_TRUE(is_malformed(Reader(larger).integer32()));
}

TEST(DerReader, GivesTheMagnitudeOfAnInteger) {
  EXPECT_TRUE(Reader(bytes({0x02, 0x01, 0x00})).unsigned_integer()->empty());
  EXPECT_EQ(Reader(bytes({0x02, 0x02, 0x00, 0xff})).unsigned_integer()->size(), 1u);
}

TEST(DerReader, RefusesOctetsOfAnotherSize) {
  const Bytes input = bytes({0x04, 0x02, 0x01, 0x02});
  EXPECT_TRUE(Reader(input).octets(2));
  EXPECT_TRUE(is_malformed(Reader(input).octets(3)));
}

TEST(DerReader, RefusesBitStringsWithUnusedBits) {
  EXPECT_EQ(Reader(bytes({0x03, 0x02, 0x00, 0xa0})).bits()->size(), 1u);
  EXPECT_TRUE(is_malformed(Reader(bytes({0x03, 0x02, 0x05, 0xa0})).bits()));
  EXPECT_TRUE(is_malformed(Reader(bytes({0x03, 0x00})).bits()));
}

TEST(DerReader, RefusesBadUtf8) {
  EXPECT_EQ(*Reader(bytes({0x0c, 0x06, 0xe7, 0xa4, 0xba, 0xe8, 0x8c, 0x83})).utf8(), "示范");
  EXPECT_EQ(Reader(bytes({0x0c, 0x04, 0xf0, 0x9f, 0x94, 0x91})).utf8()->size(), 4u);
  EXPECT_TRUE(is_malformed(Reader(bytes({0x0c, 0x02, 0xe7, 0xa4})).utf8()));              // torn
  EXPECT_TRUE(is_malformed(Reader(bytes({0x0c, 0x02, 0xc0, 0x80})).utf8()));              // overlong
  EXPECT_TRUE(is_malformed(Reader(bytes({0x0c, 0x03, 0xe0, 0x80, 0x80})).utf8()));        // overlong
  EXPECT_TRUE(is_malformed(Reader(bytes({0x0c, 0x03, 0xed, 0xa0, 0x80})).utf8()));        // surrogate
  EXPECT_TRUE(is_malformed(Reader(bytes({0x0c, 0x04, 0xf4, 0x90, 0x80, 0x80})).utf8()));  // too large
  EXPECT_TRUE(is_malformed(Reader(bytes({0x0c, 0x01, 0x80})).utf8()));                    // no lead
  EXPECT_TRUE(is_malformed(Reader(bytes({0x0c, 0x03, 0xe7, 0xa4, 0x41})).utf8()));        // bad tail
}

TEST(DerReader, ReadsObjectIdentifiers) {
  EXPECT_EQ(*Reader(bytes({0x06, 0x08, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x83, 0x75})).oid(),
            "1.2.156.10197.1.501");
  EXPECT_EQ(*Reader(bytes({0x06, 0x03, 0x88, 0x37, 0x03})).oid(), "2.999.3");
}

TEST(DerReader, RefusesObjectIdentifiersThatAreTornOrNotMinimal) {
  EXPECT_TRUE(is_malformed(Reader(bytes({0x06, 0x00})).oid()));
  EXPECT_TRUE(is_malformed(Reader(bytes({0x06, 0x02, 0x2a, 0x81})).oid()));
  EXPECT_TRUE(is_malformed(Reader(bytes({0x06, 0x03, 0x2a, 0x80, 0x01})).oid()));
  EXPECT_TRUE(is_malformed(
      Reader(bytes({0x06, 0x0c, 0x2a, 0x83, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}))
          .oid()));
}

TEST(DerReader, RefusesBooleansAndNullsThatAreNotDer) {
  EXPECT_FALSE(*Reader(bytes({0x01, 0x01, 0x00})).boolean());
  EXPECT_TRUE(is_malformed(Reader(bytes({0x01, 0x01, 0x01})).boolean()));
  EXPECT_TRUE(is_malformed(Reader(bytes({0x01, 0x02, 0xff, 0xff})).boolean()));
  EXPECT_TRUE(Reader(bytes({0x05, 0x00})).null());
  EXPECT_TRUE(is_malformed(Reader(bytes({0x05, 0x01, 0x00})).null()));
}

Result<std::int64_t> time_of(std::uint8_t tag, std::string_view text) {
  Writer writer;
  writer.element(tag, as_bytes(text));
  return Reader(writer.bytes()).time();
}

TEST(DerReader, ReadsTimes) {
  EXPECT_EQ(*time_of(Tag::utc_time, "700101000000Z"), 0);
  EXPECT_EQ(*time_of(Tag::utc_time, "491231235959Z"), 2524607999);
  EXPECT_EQ(*time_of(Tag::utc_time, "500101000000Z"), -631152000);
  EXPECT_EQ(*time_of(Tag::generalized_time, "20500101000000Z"), 2524608000);
  EXPECT_EQ(*time_of(Tag::generalized_time, "20240229120000Z"), 1709208000);
}

TEST(DerReader, RefusesTimesThatDoNotExistOrHaveAnotherForm) {
  EXPECT_TRUE(is_malformed(time_of(Tag::generalized_time, "20230229120000Z")));
  EXPECT_TRUE(is_malformed(time_of(Tag::utc_time, "231301000000Z")));
  EXPECT_TRUE(is_malformed(time_of(Tag::utc_time, "230100000000Z")));
  EXPECT_TRUE(is_malformed(time_of(Tag::utc_time, "230101240000Z")));
  EXPECT_TRUE(is_malformed(time_of(Tag::utc_time, "230101006000Z")));
  EXPECT_TRUE(is_malformed(time_of(Tag::utc_time, "230101000060Z")));
  EXPECT_TRUE(is_malformed(time_of(Tag::utc_time, "2301010000Z")));
  EXPECT_TRUE(is_malformed(time_of(Tag::utc_time, "230101000000+0800")));
  EXPECT_TRUE(is_malformed(time_of(Tag::utc_time, "2301010000 0Z")));
  EXPECT_TRUE(is_malformed(time_of(Tag::generalized_time, "20230101000000.5Z")));
  EXPECT_TRUE(is_malformed(time_of(Tag::octet_string, "230101000000Z")));
}

TEST(DerReader, InsistsOnTheTimeTypeOfRfc5280) {
  EXPECT_TRUE(Reader(Writer().time(2524607999).bytes()).x509_time());
  EXPECT_TRUE(Reader(Writer().time(2524608000).bytes()).x509_time());
  EXPECT_TRUE(is_malformed(Reader(Writer().generalized_time(2524607999).bytes()).x509_time()));
  EXPECT_EQ(*Reader(Writer().generalized_time(2524607999).bytes()).generalized_time(), 2524607999);
  EXPECT_TRUE(is_malformed(Reader(Writer().time(2524607999).bytes()).generalized_time()));
}

TEST(DerWriter, WritesShortAndLongLengths) {
  for (const std::size_t size : {0u, 127u, 128u, 255u, 256u, 65'535u, 65'536u}) {
    Writer writer;
    writer.octets(Bytes(size, 0x5a));
    auto content = Reader(writer.bytes()).octets();
    ASSERT_TRUE(content) << size;
    EXPECT_EQ(content->size(), size);
  }
  Writer writer;
  writer.octets(Bytes(300));
  EXPECT_EQ(writer.bytes()[1], 0x82);
  EXPECT_EQ(writer.bytes()[2], 0x01);
  EXPECT_EQ(writer.bytes()[3], 0x2c);
}

TEST(DerWriter, MakesIntegersMinimal) {
  EXPECT_EQ(Writer().unsigned_integer({}).bytes(), bytes({0x02, 0x01, 0x00}));
  EXPECT_EQ(Writer().unsigned_integer(bytes({0, 0, 0x7f})).bytes(), bytes({0x02, 0x01, 0x7f}));
  EXPECT_EQ(Writer().unsigned_integer(bytes({0x80})).bytes(), bytes({0x02, 0x02, 0x00, 0x80}));
  EXPECT_EQ(Writer().small_integer(0).bytes(), bytes({0x02, 0x01, 0x00}));
  EXPECT_EQ(Writer().small_integer(65'537).bytes(), bytes({0x02, 0x03, 0x01, 0x00, 0x01}));
}

TEST(DerWriter, WritesObjectIdentifiers) {
  for (const std::string_view dotted :
       {"1.2.156.10197.1.501", "2.5.29.15", "2.999.3", "0.9.2342.19200300.100.1.25", "1.2.156.10260.4.1.1",
        "1.3.18446744073709551615"}) {
    Writer writer;
    writer.oid(dotted);
    auto read = Reader(writer.bytes()).oid();
    ASSERT_TRUE(read) << dotted;
    EXPECT_EQ(*read, dotted);
  }
}

TEST(DerWriter, WritesUtcTimeThrough2049AndGeneralizedTimeAfter) {
  EXPECT_EQ(as_text(Writer().time(2524607999).bytes()).substr(2), "491231235959Z");
  EXPECT_EQ(Writer().time(2524607999).bytes()[0], Tag::utc_time);
  EXPECT_EQ(as_text(Writer().time(2524608000).bytes()).substr(2), "20500101000000Z");
  EXPECT_EQ(Writer().time(2524608000).bytes()[0], Tag::generalized_time);
  EXPECT_EQ(as_text(Writer().generalized_time(1709208000).bytes()).substr(2), "20240229120000Z");
  for (const std::int64_t when : {-631152000L, -1L, 0L, 951'782'400L, 4'102'444'799L}) {
    EXPECT_EQ(*Reader(Writer().time(when).bytes()).time(), when);
  }
}

TEST(DerWriter, RoundTripsANestedStructure) {
  Writer writer;
  writer.sequence([](Writer& w) {
    w.oid("1.2.3").null().boolean(true).utf8("掌钥").printable("CN").bits(Bytes{1, 2});
    w.constructed(context_constructed(0), [](Writer& inner) { inner.octets(Bytes{9}); });
  });
  Reader outer(writer.bytes());
  auto reader = outer.sequence();
  ASSERT_TRUE(reader);
  EXPECT_EQ(*reader->oid(), "1.2.3");
  EXPECT_TRUE(reader->null());
  EXPECT_TRUE(*reader->boolean());
  EXPECT_EQ(*reader->utf8(), "掌钥");
  EXPECT_EQ(as_text(reader->expect(Tag::printable_string)->content), "CN");
  EXPECT_EQ(reader->bits()->size(), 2u);
  auto tagged = reader->constructed(context_constructed(0));
  ASSERT_TRUE(tagged);
  EXPECT_EQ((*tagged->octets())[0], 9);
  EXPECT_TRUE(reader->expect_end());
  EXPECT_TRUE(outer.expect_end());
}

}  // namespace
}  // namespace palmkey::core::der
