#include "platform/rpc.hpp"

#include <google/protobuf/wrappers.pb.h>
#include <grpcpp/impl/codegen/client_unary_call.h>
#include <grpcpp/impl/codegen/method_handler.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/impl/codegen/rpc_service_method.h>
#include <grpcpp/impl/codegen/service_type.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <stdexcept>

#include "platform/files.hpp"
#include "tests/support/tls_files.hpp"

namespace palmkey::platform {
namespace {

using Text = google::protobuf::StringValue;

// What protoc would make of: service Echo { rpc Say(StringValue) returns (StringValue); }
class EchoService : public grpc::Service {
 public:
  EchoService() {
    AddMethod(new grpc::internal::RpcServiceMethod(
        "/test.Echo/Say", grpc::internal::RpcMethod::NORMAL_RPC,
        new grpc::internal::RpcMethodHandler<EchoService, Text, Text, google::protobuf::MessageLite,
                                             google::protobuf::MessageLite>(
            [](EchoService*, grpc::ServerContext*, const Text* request, Text* reply) {
              return rpc_edge("Say", [&] { say(*request, *reply); });
            },
            this)));
  }

 private:
  static void say(const Text& request, Text& reply) {
    if (request.value() == "fail")
      throw Failure("wrong_pin", 403, "pin", {{"tries_left", 2}, {"who", "示范"}});
    if (request.value() == "busy") throw Failure("database_busy", 503);
    if (request.value() == "crash") throw std::runtime_error("the password is secret");
    reply.set_value("said " + request.value());
  }
};

class EchoStub {
 public:
  explicit EchoStub(std::shared_ptr<grpc::Channel> channel)
      : channel_(std::move(channel)),
        method_("/test.Echo/Say", grpc::internal::RpcMethod::NORMAL_RPC, channel_) {}
  grpc::Status Say(grpc::ClientContext* context, const Text& request, Text* reply) {
    return grpc::internal::BlockingUnaryCall<Text, Text>(channel_.get(), method_, context, request, reply);
  }

 private:
  std::shared_ptr<grpc::Channel> channel_;
  grpc::internal::RpcMethod method_;
};

std::string say(EchoStub& stub, const std::string& what) {
  Text request;
  request.set_value(what);
  return rpc_call(&EchoStub::Say, stub, request).value();
}

std::string code_of(EchoStub& stub, const std::string& what) {
  try {
    return say(stub, what);
  } catch (const Failure& failure) {
    return failure.code();
  }
}

class RpcOverSocket : public testing::Test {
 protected:
  TemporaryFolder folder;
  RpcEndpoint endpoint{.address = "unix:" + (folder.path() / "vault.sock").string()};
  EchoService service;
};

TEST_F(RpcOverSocket, CallsTheServer) {
  RpcServer server(endpoint, {&service});
  EchoStub stub(rpc_channel(endpoint));
  EXPECT_EQ(say(stub, "hello"), "said hello");
}

TEST_F(RpcOverSocket, CarriesAFailureWithCodeFieldAndParameters) {
  RpcServer server(endpoint, {&service});
  EchoStub stub(rpc_channel(endpoint));
  try {
    say(stub, "fail");
    FAIL() << "no failure";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), "wrong_pin");
    EXPECT_EQ(failure.http_status(), 403);
    EXPECT_EQ(failure.field(), "pin");
    EXPECT_EQ(failure.parameters(), (Parameters{{"tries_left", 2}, {"who", "示范"}}));
  }
}

TEST_F(RpcOverSocket, TellsABusyServerFromAnUnreachableOne) {
  auto server = std::make_unique<RpcServer>(endpoint, std::vector<grpc::Service*>{&service});
  EchoStub stub(rpc_channel(endpoint));
  EXPECT_EQ(code_of(stub, "busy"), "database_busy");
  server.reset();
  EXPECT_EQ(code_of(stub, "hello"), "vault_unreachable");
}

TEST_F(RpcOverSocket, TellsNothingOfAnUnexpectedException) {
  RpcServer server(endpoint, {&service});
  EchoStub stub(rpc_channel(endpoint));
  EXPECT_EQ(code_of(stub, "crash"), "internal_error");
}

TEST_F(RpcOverSocket, FindsARestartedServerAgain) {
  auto server = std::make_unique<RpcServer>(endpoint, std::vector<grpc::Service*>{&service});
  const auto channel = rpc_channel(endpoint);
  EchoStub stub(channel);
  EXPECT_EQ(code_of(stub, "a"), "said a");
  server.reset();
  EXPECT_EQ(code_of(stub, "b"), "vault_unreachable");
  server = std::make_unique<RpcServer>(endpoint, std::vector<grpc::Service*>{&service});
  ASSERT_TRUE(channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(20)));
  EXPECT_EQ(code_of(stub, "c"), "said c");
}

TEST_F(RpcOverSocket, OpensItsSocketToTheOwnerOnly) {
  RpcServer server(endpoint, {&service});
  struct stat status {};
  ASSERT_EQ(stat(endpoint.address.substr(5).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(RpcOverSocket, RefusesToTakeTheSocketOfALivingServer) {
  RpcServer server(endpoint, {&service});
  EXPECT_THROW(RpcServer(endpoint, {&service}), std::runtime_error);
  EchoStub stub(rpc_channel(endpoint));
  EXPECT_EQ(say(stub, "hello"), "said hello");
}

TEST(RpcEndpoints, AreRefusedInOtherForms) {
  EXPECT_THROW(rpc_channel({.address = "localhost:1"}), std::runtime_error);
}

TEST(RpcOverTls, WantsACertificateOfTheAuthorityFromBothSides) {
  const TemporaryFolder folder;
  const test::TlsFiles ours(folder.path(), "ours");
  const test::TlsFiles foreign(folder.path(), "foreign");
  EchoService service;
  RpcEndpoint endpoint{.address = "tls:127.0.0.1:0",
                       .certificate_file = ours.certificate,
                       .private_key_file = ours.private_key,
                       .ca_file = ours.certificate};
  RpcServer server(endpoint, {&service});
  endpoint.address = "tls:127.0.0.1:" + std::to_string(server.port());
  EchoStub stub(rpc_channel(endpoint));
  EXPECT_EQ(say(stub, "hello"), "said hello");

  RpcEndpoint stranger = endpoint;
  stranger.certificate_file = foreign.certificate;
  stranger.private_key_file = foreign.private_key;
  EchoStub refused_by_server(rpc_channel(stranger));
  EXPECT_EQ(code_of(refused_by_server, "hello"), "vault_unreachable");

  RpcEndpoint distrusting = endpoint;
  distrusting.ca_file = foreign.certificate;
  EchoStub refused_by_client(rpc_channel(distrusting));
  EXPECT_EQ(code_of(refused_by_client, "hello"), "vault_unreachable");
}

}  // namespace
}  // namespace palmkey::platform
